using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;
using PayHub.Data.Storage;
using PayHub.Protocol.Keys;

namespace PayHub.Tcp.Keys;

/// <summary>Where the hub's identity comes from: a key of its own in the data directory, mode 0600, or the operator's certificate.</summary>
/// <param name="directory">The data directory.</param>
/// <param name="options">Name the operator's certificate.</param>
public sealed class IdentityFile(DataDirectory directory, IOptions<TcpOptions> options)
{
    // Wallets look at the key alone.
    private const string CommonName = "PayHub";

    private readonly CertificateOptions _certificate = options.Value.Certificate;

    /// <summary>Whether the operator gave a certificate.</summary>
    public bool IsOperators => _certificate.Path.Length > 0;

    /// <summary>The file's full path.</summary>
    public string Path => IsOperators ? System.IO.Path.GetFullPath(_certificate.Path) : System.IO.Path.Combine(directory.Folder("keys"), "identity.pem");

    /// <summary>Loads the certificate with its private key first, then what the operator gave beside it; null where the hub has no key yet.</summary>
    /// <exception cref="InvalidDataException">The file holds no private P-256 key that the hub can read.</exception>
    public IReadOnlyList<X509Certificate2>? Load()
    {
        if (IsOperators)
            return OperatorsCertificate.Load(_certificate);
        return File.Exists(Path) ? [LoadOwn().CreateCertificate(CommonName)] : null;
    }

    /// <summary>Makes a new key in the data directory, in the place of the one that may be there.</summary>
    public async Task<IReadOnlyList<X509Certificate2>> CreateAsync(CancellationToken cancellationToken)
    {
        var identity = Identity.Create();
        await PrivateFile.WriteAsync(Path, Encoding.ASCII.GetBytes(identity.ToPem()), cancellationToken);
        return [identity.CreateCertificate(CommonName)];
    }

    private Identity LoadOwn()
    {
        try
        {
            return Identity.FromPem(File.ReadAllText(Path));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{Path} does not hold the hub's identity key: restore it from a backup.", error);
        }
    }
}
