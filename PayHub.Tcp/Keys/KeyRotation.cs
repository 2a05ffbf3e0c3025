using System.Security.Cryptography.X509Certificates;
using PayHub.Protocol.Keys;

namespace PayHub.Tcp.Keys;

/// <summary>Gives the hub new keys, while it is stopped: the caller holds the data directory's lock.</summary>
/// <param name="identityFile">Where the identity comes from.</param>
/// <param name="sealingFiles">Where the sealing keys are.</param>
/// <param name="records">Which keys there were.</param>
/// <param name="clock">The clock.</param>
public sealed class KeyRotation(IdentityFile identityFile, SealingFiles sealingFiles, HubKeyRecords records, TimeProvider clock)
{
    /// <summary>How long a former sealing key still unseals.</summary>
    public static readonly TimeSpan SealingOverlap = TimeSpan.FromDays(1);

    /// <summary>
    /// Makes a new identity key. Where the key was changed by hand, or by the operator's own certificate, that one is taken.
    /// </summary>
    /// <returns>The fingerprints: of the identity so far, null where there was none, and of the new one.</returns>
    /// <exception cref="InvalidDataException">The operator's certificate has the same key as before, or can't be read.</exception>
    public async Task<(string? Before, string After)> RotateIdentityAsync(CancellationToken cancellationToken)
    {
        var before = await records.CurrentIdentityAsync(cancellationToken);
        var spki = Spki(identityFile.Load());
        if (spki is null || Fingerprint.Of(spki) == before)
        {
            if (identityFile.IsOperators)
                throw new InvalidDataException($"The certificate {identityFile.Path} has the key that the hub has already: put the new certificate in its place first.");
            spki = Spki(await identityFile.CreateAsync(cancellationToken))!;
        }
        await records.RecordIdentityAsync(spki, cancellationToken);
        return (before, Fingerprint.Of(spki));
    }

    /// <summary>Makes a new sealing key.</summary>
    /// <returns>Its fingerprint, and until when the former one unseals: null where that one's file is lost.</returns>
    public async Task<(string After, DateTimeOffset? FormerUntil)> RotateSealingAsync(CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + SealingOverlap;
        // Kept first: a kill between the two leaves the key twice, not never.
        var isKept = await sealingFiles.KeepAsync(until, cancellationToken);
        using var key = await sealingFiles.CreateAsync(cancellationToken);
        var spki = key.ExportSubjectPublicKeyInfo();
        await records.RecordSealingAsync(spki, cancellationToken);
        return (Fingerprint.Of(spki), isKept ? until : null);
    }

    private static byte[]? Spki(IReadOnlyList<X509Certificate2>? certificates)
    {
        var spki = certificates?[0].PublicKey.ExportSubjectPublicKeyInfo();
        foreach (var certificate in certificates ?? [])
            certificate.Dispose();
        return spki;
    }
}
