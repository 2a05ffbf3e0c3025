using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PayHub.Data.Storage;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;
using PayHub.Tcp;
using PayHub.Tcp.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>A new sealing key: what was sealed to the old one still opens, for a day.</summary>
public sealed class SealingRotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SkippingClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_former_key_unseals_for_a_day_and_is_then_forgotten()
    {
        var first = await KeyInListAsync();
        await RotateAsync();
        Assert.Equal(2, KeyFiles().Count);
        Assert.All(KeyFiles(), file => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite)));
        await using (var hub = Hub.Start(_folder.Path, _clock))
        {
            var second = await KeyInListAsync(hub);
            Assert.NotEqual(first, second);
            Assert.True(Unseals(hub, first));
            _clock.Skip(TimeSpan.FromHours(23.9));
            Assert.True(Unseals(hub, first));
            Assert.True(Unseals(hub, second));
            _clock.Skip(TimeSpan.FromHours(0.2));
            Assert.False(Unseals(hub, first));
            Assert.True(Unseals(hub, second));
        }
        await using (var hub = Hub.Start(_folder.Path, _clock))
        {
            Assert.False(Unseals(hub, first));
            Assert.Single(KeyFiles());
        }
    }

    [Fact]
    public async Task Each_of_several_former_keys_has_its_own_end()
    {
        var first = await KeyInListAsync();
        await RotateAsync();
        _clock.Skip(TimeSpan.FromHours(12));
        var second = await KeyInListAsync();
        await RotateAsync();
        await using var hub = Hub.Start(_folder.Path, _clock);
        Assert.True(Unseals(hub, first));
        Assert.True(Unseals(hub, second));
        _clock.Skip(TimeSpan.FromHours(13));
        Assert.False(Unseals(hub, first));
        Assert.True(Unseals(hub, second));
        _clock.Skip(TimeSpan.FromHours(13));
        Assert.False(Unseals(hub, second));
        Assert.True(Unseals(hub, await KeyInListAsync(hub)));
    }

    [Fact]
    public async Task The_verb_names_the_new_key_and_the_moment()
    {
        await KeyInListAsync();
        var (exitCode, output, errors) = await HubCommands.RunAsync(_folder.Path, ["rotate-sealing"]);
        Assert.True(exitCode == 0, errors);
        var key = await KeyInListAsync();
        Assert.Contains(Fingerprint.Of(Convert.FromBase64String(key)), output, StringComparison.Ordinal);
        Assert.Contains($"until {DateTime.UtcNow.AddDays(1):yyyy-MM-dd}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_key_stops_the_start_until_the_verb_makes_a_new_one()
    {
        var before = await KeyInListAsync();
        var file = _folder.File(Path.Combine("keys", "sealing.pem"));
        File.Delete(file);
        var (exitCode, _, errors) = await HubCommands.RunAsync(_folder.Path, []);
        Assert.Equal(1, exitCode);
        Assert.All(
            [$"{file} is missing", Fingerprint.Of(Convert.FromBase64String(before)), "rotate-sealing", "backup"],
            part => Assert.Contains(part, errors, StringComparison.Ordinal));
        Assert.Empty(KeyFiles());

        var rotated = await HubCommands.RunAsync(_folder.Path, ["rotate-sealing"]);
        Assert.True(rotated.ExitCode == 0, rotated.Errors);
        Assert.Contains("The file of the former key was lost", rotated.Output, StringComparison.Ordinal);
        Assert.NotEqual(before, await KeyInListAsync());
    }

    // The verb's own work, by the test's clock, while no hub runs.
    private async Task RotateAsync()
    {
        var directory = new DataDirectory(_folder.Path);
        using var gate = new WriteGate();
        var records = new HubKeyRecords(new PayHubDatabase($"Data Source={directory.DatabaseFile};Pooling=False", gate), _clock);
        var rotation = new KeyRotation(new IdentityFile(directory, Options.Create(new TcpOptions())), new SealingFiles(directory), records, _clock);
        await rotation.RotateSealingAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> KeyInListAsync()
    {
        await using var hub = Hub.Start(_folder.Path, _clock);
        return await KeyInListAsync(hub);
    }

    private static async Task<string> KeyInListAsync(Hub hub)
    {
        await using var client = await hub.LogInAsync($"c{Guid.NewGuid():N}"[..20]);
        return (await client.ListAsync()).Key;
    }

    private static bool Unseals(Hub hub, string key)
    {
        var sealedText = Sealer.SealRawToHub("alice#10#bob"u8, Convert.FromBase64String(key));
        return hub.Services.GetRequiredService<SealingKey>().Unsealer.TryUnseal(SealedForm.RsaBlock, Encoding.ASCII.GetBytes(sealedText), out var content)
            && content.AsSpan().SequenceEqual("alice#10#bob"u8);
    }

    private List<string> KeyFiles() => [.. Directory.GetFiles(_folder.File("keys"), "sealing*.pem")];
}
