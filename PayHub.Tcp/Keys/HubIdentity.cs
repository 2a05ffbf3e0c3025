using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Hosting;
using PayHub.Data.Storage;

namespace PayHub.Tcp.Keys;

/// <summary>The hub's identity: a P-256 key, made on first start, kept in the data directory, mode 0600, and its certificate for TLS.</summary>
/// <param name="directory">Where it is kept.</param>
public sealed class HubIdentity(DataDirectory directory) : IHostedService, IDisposable
{
    private X509Certificate2? _certificate;

    /// <summary>base64url(SHA-256(SubjectPublicKeyInfo)) of the key: 43 characters. Empty before the start.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>The certificate, with its private key.</summary>
    /// <exception cref="InvalidOperationException">The hub has not started.</exception>
    public X509Certificate2 Certificate => _certificate ?? throw new InvalidOperationException("the hub has no identity before it starts");

    /// <summary>Loads the key, or makes it where there is none.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory.Folder("keys"), "identity.pem");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(file))
            key.ImportFromPem(await File.ReadAllTextAsync(file, cancellationToken));
        else
            await PrivateFile.WriteAsync(file, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), cancellationToken);
        _certificate = new CertificateRequest("CN=PayHub", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero));
        Fingerprint = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>Nothing to do.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _certificate?.Dispose();
}
