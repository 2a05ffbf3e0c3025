using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PayHub.Tcp.Tls;

/// <summary>What a client shows to be known by its key: a certificate of which only the key counts.</summary>
internal static class ClientCertificate
{
    private const int MaxBytes = 4096;

    /// <summary>Reads the key; false where the certificate is too long, or its key is none of P-256.</summary>
    public static bool TryReadKey(X509Certificate2 certificate, [NotNullWhen(true)] out ClientKey? key)
    {
        key = null;
        if (certificate.RawDataMemory.Length > MaxBytes)
            return false;
        using var ecdsa = certificate.GetECDsaPublicKey();
        if (ecdsa?.ExportParameters(false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
            return false;
        key = new ClientKey(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        return true;
    }
}

internal sealed record ClientKey(byte[] Spki);
