using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using PayHub.Protocol.Sealing;

namespace PayHub.Tcp.Keys;

/// <summary>The hub's sealing key, RSA-2048: made on first start, its public half in each list. Former ones still unseal for a while.</summary>
/// <param name="files">Where the keys are kept.</param>
/// <param name="records">Which keys there were.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class SealingKey(SealingFiles files, HubKeyRecords records, TimeProvider clock) : IHostedService
{
    // What unseals until when, soonest first: each is the one before without the key that ends there. The last one is for ever.
    private IReadOnlyList<(DateTimeOffset Until, HubUnsealer Unsealer)> _unsealers = [];

    /// <summary>The public half as the list shows it: base64 of its SubjectPublicKeyInfo (DER), 392 characters, in ASCII.</summary>
    public byte[] PublicKeyLine { get; private set; } = [];

    /// <summary>Opens what is sealed to the hub: to the key in use, or to a former one whose time is not over.</summary>
    /// <exception cref="InvalidOperationException">The hub has not started.</exception>
    public HubUnsealer Unsealer => _unsealers.First(stage => clock.GetUtcNow() < stage.Until).Unsealer;

    /// <summary>Loads the keys, or makes the first one.</summary>
    /// <exception cref="InvalidDataException">A file holds no RSA key of the right size, or the one of the key in use is lost.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        files.DeleteExpired(clock.GetUtcNow());
        var loaded = files.Load();
        // As with the identity: an operator who has lost a key must hear of it.
        if (loaded is null && await records.CurrentSealingAsync(cancellationToken) is { } before)
        {
            throw new InvalidDataException(
                $"{files.CurrentPath} is missing: the hub's sealing key was {before}. Restore the file from a backup, or run rotate-sealing to make a new one.");
        }
        using var current = loaded ?? await files.CreateAsync(cancellationToken);
        var former = files.LoadFormer();
        _unsealers = Stages(current, former);
        foreach (var (key, _) in former)
            key.Dispose();
        var spki = current.ExportSubjectPublicKeyInfo();
        PublicKeyLine = Encoding.ASCII.GetBytes(Convert.ToBase64String(spki));
        await records.RecordSealingAsync(spki, cancellationToken);
    }

    /// <summary>Nothing to do.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static List<(DateTimeOffset Until, HubUnsealer Unsealer)> Stages(RSA current, IReadOnlyList<(RSA Key, DateTimeOffset Until)> longestFirst)
    {
        var stages = new List<(DateTimeOffset, HubUnsealer)>();
        for (var count = longestFirst.Count; count > 0; count--)
            stages.Add((longestFirst[count - 1].Until, new HubUnsealer([current, .. longestFirst.Take(count).Select(former => former.Key)])));
        stages.Add((DateTimeOffset.MaxValue, new HubUnsealer(current)));
        return stages;
    }
}
