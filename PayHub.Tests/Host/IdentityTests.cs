using System.Buffers.Text;
using System.Security.Cryptography;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>The hub stays who it is, unless its operator says otherwise.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string KeyFile => _folder.File("keys/identity.pem");

    private string Database => _folder.File("payhub.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_makes_the_keys_for_the_owner_alone_and_shows_no_private_half()
    {
        string output;
        await using (var hub = await HubProcess.StartAsync(_folder.Path))
        {
            hub.Process.Signal(ChildProcess.Terminate);
            Assert.Equal(0, await hub.Process.WaitForExitAsync());
            output = hub.Process.Output + hub.Process.Errors;
        }
        Assert.Contains($"Fingerprint: {FingerprintOfFile()}\n", output, StringComparison.Ordinal);
        foreach (var file in new[] { "identity.pem", "sealing.pem" })
        {
            var path = _folder.File($"keys/{file}");
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.All(
                (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Where(line => !line.StartsWith('-')),
                line => Assert.DoesNotContain(line, output, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_hub_that_starts_again_is_the_same()
    {
        var first = await FingerprintAsync();
        Assert.Equal(first, await FingerprintAsync());
        Assert.Equal(FingerprintOfFile(), first);
    }

    [Fact]
    public async Task A_changed_key_stops_the_start_until_the_operator_says_that_it_is_meant()
    {
        var before = await FingerprintAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(KeyFile, key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        var after = FingerprintOfFile();

        var (exitCode, output, errors) = await HubCommands.RunAsync(_folder.Path, []);
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("TCP TLS:", output, StringComparison.Ordinal);
        Assert.All([before, after, KeyFile, "rotate-identity"], part => Assert.Contains(part, errors, StringComparison.Ordinal));
        Assert.Single(errors.Split('\n'));

        var rotated = await HubCommands.RunAsync(_folder.Path, ["rotate-identity"]);
        Assert.True(rotated.ExitCode == 0, rotated.Errors);
        Assert.All([before, after], part => Assert.Contains(part, rotated.Output, StringComparison.Ordinal));
        Assert.Equal(after, await FingerprintAsync());
    }

    [Fact]
    public async Task A_lost_key_stops_the_start_and_is_not_replaced_in_silence()
    {
        var before = await FingerprintAsync();
        File.Delete(KeyFile);
        var (exitCode, _, errors) = await HubCommands.RunAsync(_folder.Path, []);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{KeyFile} is missing", errors, StringComparison.Ordinal);
        Assert.Contains(before, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public async Task A_damaged_key_stops_the_start()
    {
        await FingerprintAsync();
        await File.WriteAllTextAsync(KeyFile, "not a key", TestContext.Current.CancellationToken);
        var (exitCode, _, errors) = await HubCommands.RunAsync(_folder.Path, []);
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"payhub: {KeyFile} does not hold the hub's identity key", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotating_makes_a_new_key_and_keeps_the_dates_of_the_old_one()
    {
        var before = await FingerprintAsync();
        Assert.Equal(0, (await HubCommands.RunAsync(_folder.Path, ["rotate-identity"])).ExitCode);
        var after = await FingerprintAsync();
        Assert.NotEqual(before, after);
        Assert.Equal(1, Count($"fingerprint = '{before}' AND from_at > 0 AND to_at >= from_at"));
        Assert.Equal(1, Count($"fingerprint = '{after}' AND to_at IS NULL"));
    }

    [Theory]
    [InlineData("rotate-identity")]
    [InlineData("rotate-sealing")]
    public async Task Keys_of_a_running_hub_stay_and_the_verb_says_why(string verb)
    {
        await using var hub = await HubProcess.StartAsync(_folder.Path);
        var before = await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken);
        var (exitCode, _, errors) = await HubCommands.RunAsync(_folder.Path, [verb]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("payhub: a hub is running", errors, StringComparison.Ordinal);
        Assert.Contains($"run {verb} again", errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken));
    }

    private long Count(string condition) => TestDatabase.Query(Database, $"SELECT count(*) FROM hub_keys WHERE {condition}");

    // What the hub shows and takes for its own, from a start to a stop.
    private async Task<string> FingerprintAsync()
    {
        await using var hub = Hub.Start(_folder.Path);
        await using var client = await hub.ConnectTlsAsync();
        var shown = Base64Url.EncodeToString(SHA256.HashData(client.HubCertificate.PublicKey.ExportSubjectPublicKeyInfo()));
        Assert.Equal(shown, hub.Services.Fingerprint());
        return shown;
    }

    private string FingerprintOfFile()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(KeyFile));
        return Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }
}
