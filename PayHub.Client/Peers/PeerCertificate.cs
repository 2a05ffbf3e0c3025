using System.Security.Cryptography.X509Certificates;
using PayHub.Protocol.Keys;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Client.Peers;

/// <summary>What a peer's certificate may be: one self-signed leaf of at most 4 KB with a P-256 key. Only its key counts.</summary>
internal static class PeerCertificate
{
    /// <summary>The key of the certificate that a peer showed.</summary>
    /// <param name="certificate">The certificate; null where none was shown.</param>
    /// <param name="chain">What came with it.</param>
    /// <returns>Null where it is not such a certificate.</returns>
    public static PublicKey? ReadKey(X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is not X509Certificate2 leaf || !ShownCertificate.StandsAlone(leaf, chain))
            return null;
        if (!leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData))
            return null;
        return ShownCertificate.ReadKey(leaf);
    }
}
