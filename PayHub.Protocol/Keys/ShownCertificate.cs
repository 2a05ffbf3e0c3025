using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PayHub.Protocol.Keys;

/// <summary>A certificate that the other end of a TLS connection shows: of all that it says, only its key counts (docs/protocol.md, "Identities").</summary>
public static class ShownCertificate
{
    /// <summary>The most bytes of one.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Reads the key.</summary>
    /// <param name="certificate">What was shown; null where nothing was.</param>
    /// <returns>Null where there is none, the certificate is too long, or the key is none of P-256. Never throws.</returns>
    public static PublicKey? ReadKey(X509Certificate2? certificate)
    {
        if (certificate is null || certificate.RawDataMemory.Length > MaxBytes)
            return null;
        try
        {
            return PublicKey.TryImport(certificate.PublicKey.ExportSubjectPublicKeyInfo(), out var key) ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether nothing else came with a certificate. Platforms differ in whether it is itself among what came.</summary>
    public static bool StandsAlone(X509Certificate2 certificate, X509Chain? chain)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return chain is null || chain.ChainPolicy.ExtraStore.All(other => other.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));
    }

    /// <summary>A policy that trusts no chain, asks nobody and downloads nothing. New for each handshake: what is shown is added to it.</summary>
    public static X509ChainPolicy NoChain() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };
}
