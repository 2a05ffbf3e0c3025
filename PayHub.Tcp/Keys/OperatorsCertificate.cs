using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PayHub.Protocol.Keys;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Tcp.Keys;

/// <summary>Reads a certificate that the operator gave by settings: PFX, or PEM with its key in the same file or another.</summary>
internal static class OperatorsCertificate
{
    private const string PathKey = "PayHub:Tcp:Certificate:Path";

    /// <summary>Reads the certificate with its private key first, then the others of the file.</summary>
    /// <exception cref="InvalidDataException">The files can't be read, or hold no private P-256 key with its certificate.</exception>
    public static IReadOnlyList<X509Certificate2> Load(CertificateOptions options)
    {
        var certificates = Read(options);
        var own = certificates.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new InvalidDataException($"{PathKey}: {options.Path} holds no private key; name the file that does in PayHub:Tcp:Certificate:KeyPath.");
        if (!PublicKey.TryImport(own.PublicKey.ExportSubjectPublicKeyInfo(), out _))
            throw new InvalidDataException($"{PathKey}: the key of {options.Path} is {Describe(own)}; the hub's must be P-256 (openssl ecparam -name prime256v1 -genkey).");
        return [own, .. certificates.Where(certificate => certificate != own)];
    }

    private static List<X509Certificate2> Read(CertificateOptions options)
    {
        var keyPath = options.KeyPath.Length > 0 ? options.KeyPath : options.Path;
        foreach (var (setting, path) in new[] { (PathKey, options.Path), ("PayHub:Tcp:Certificate:KeyPath", keyPath) })
        {
            if (!File.Exists(path))
                throw new InvalidDataException($"{setting}: there is no file {path}.");
        }
        try
        {
            return IsPem(options.Path) ? ReadPem(options) : [.. X509CertificateLoader.LoadPkcs12CollectionFromFile(options.Path, options.Password)];
        }
        catch (CryptographicException error) when (options.Password.Length > 0)
        {
            throw new InvalidDataException($"{PathKey}: {options.Path} does not open: is PayHub:Tcp:Certificate:Password the right one?", error);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"{PathKey}: {options.Path} can't be read as PFX or PEM; see PayHub:Tcp:Certificate:KeyPath and PayHub:Tcp:Certificate:Password, too.", error);
        }
    }

    private static List<X509Certificate2> ReadPem(CertificateOptions options)
    {
        var keyPath = options.KeyPath.Length > 0 ? options.KeyPath : options.Path;
        var own = options.Password.Length > 0
            ? X509Certificate2.CreateFromEncryptedPemFile(options.Path, options.Password, keyPath)
            : X509Certificate2.CreateFromPemFile(options.Path, keyPath);
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(options.Path);
        var others = all.Where(certificate => !certificate.Equals(own)).ToList();
        return [PlatformCertificate.ForTls(own), .. others];
    }

    private static bool IsPem(string path) => PemEncoding.TryFind(File.ReadAllText(path), out _);

    private static string Describe(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ec = certificate.GetECDsaPublicKey();
        return rsa is not null ? $"RSA-{rsa.KeySize}" : ec is not null ? $"an elliptic curve of {ec.KeySize} bits" : certificate.PublicKey.Oid.FriendlyName ?? "of another kind";
    }
}
