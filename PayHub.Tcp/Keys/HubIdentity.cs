using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;

namespace PayHub.Tcp.Keys;

/// <summary>Who the hub is: a P-256 key, made on first start unless the operator gave one, and its certificate for TLS.</summary>
/// <param name="file">Where the key comes from.</param>
/// <param name="records">Which key it was so far.</param>
public sealed class HubIdentity(IdentityFile file, HubKeyRecords records) : IHostedService, IDisposable
{
    private IReadOnlyList<X509Certificate2> _certificates = [];

    /// <summary>base64url(SHA-256(SubjectPublicKeyInfo)) of the key: 43 characters. Empty before the start.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>The certificate, with its private key.</summary>
    /// <exception cref="InvalidOperationException">The hub has not started.</exception>
    public X509Certificate2 Certificate =>
        _certificates.Count > 0 ? _certificates[0] : throw new InvalidOperationException("the hub has no identity before it starts");

    /// <summary>What an operator's own file holds beside the certificate: those that lead to its root. Most often empty.</summary>
    public X509Certificate2Collection Intermediates => [.. _certificates.Skip(1)];

    /// <summary>Loads the key, or makes it on the first start.</summary>
    /// <exception cref="InvalidDataException">It can't be read, or is another one than before.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var before = await records.CurrentIdentityAsync(cancellationToken);
        var loaded = file.Load();
        // A key that is lost must not be replaced in silence: wallets would meet a stranger.
        if (loaded is null && before is not null)
        {
            throw new InvalidDataException(
                $"{file.Path} is missing: the hub's identity was {before}. Restore the file from a backup, or run rotate-identity to make a new one.");
        }
        _certificates = loaded ?? await file.CreateAsync(cancellationToken);
        var spki = Certificate.PublicKey.ExportSubjectPublicKeyInfo();
        Fingerprint = Protocol.Keys.Fingerprint.Of(spki);
        if (before is not null && before != Fingerprint)
        {
            throw new InvalidDataException(
                $"The hub's identity key has changed: it was {before}, and {file.Path} holds {Fingerprint}. Wallets would refuse the hub. " +
                "Put the former key back, or, where the change is meant, run rotate-identity once and start again.");
        }
        await records.RecordIdentityAsync(spki, cancellationToken);
    }

    /// <summary>Nothing to do.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in _certificates)
            certificate.Dispose();
    }
}
