using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Tcp.Tls;

/// <summary>What a client shows to be known by its key: a certificate of which only the key counts.</summary>
internal static class ClientCertificate
{
    private const int MaxBytes = 4096;

    /// <summary>Reads the key; false where the certificate does not stand alone, is too long, or has a key that is none of P-256.</summary>
    /// <param name="certificate">What the client showed.</param>
    /// <param name="sent">The certificates that came with it, itself perhaps among them.</param>
    /// <param name="key">The key.</param>
    public static bool TryReadKey(X509Certificate2 certificate, X509Certificate2Collection sent, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        return certificate.RawDataMemory.Length <= MaxBytes
            && sent.All(certificate.Equals)
            && PublicKey.TryImport(certificate.PublicKey.ExportSubjectPublicKeyInfo(), out key);
    }
}
