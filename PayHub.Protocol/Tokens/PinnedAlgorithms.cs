using Jose;

namespace PayHub.Protocol.Tokens;

/// <summary>
/// The algorithms of docs/protocol.md, "Signed payments" and "Sealed messages", and no others: what is not here, the library
/// does not know either.
/// </summary>
internal static class PinnedAlgorithms
{
    /// <summary>What a payment is signed with: ECDSA on P-256 with SHA-256 (RFC 7518, 3.4).</summary>
    public const JwsAlgorithm Signature = JwsAlgorithm.ES256;

    /// <summary>What a message's content is encrypted with: AES-256 in GCM (RFC 7518, 5.3).</summary>
    public const JweEncryption Content = JweEncryption.A256GCM;

    /// <summary>How the content key goes to the hub: RSA-OAEP with SHA-256 (RFC 7518, 4.3).</summary>
    public const JweAlgorithm ToHub = JweAlgorithm.RSA_OAEP_256;

    /// <summary>How the content key is agreed on with a wallet: ephemeral-static ECDH, direct (RFC 7518, 4.6).</summary>
    public const JweAlgorithm ToWallet = JweAlgorithm.ECDH_ES;

    /// <summary>The library's settings with just these algorithms. Never changed after this, so safe on every thread.</summary>
    public static JwtSettings Settings { get; } = Create();

    private static JwtSettings Create()
    {
        var settings = new JwtSettings();
        foreach (var other in Enum.GetValues<JwsAlgorithm>().Where(algorithm => algorithm != Signature))
            settings.DeregisterJws(other);
        foreach (var other in Enum.GetValues<JweAlgorithm>().Where(algorithm => algorithm is not (ToHub or ToWallet)))
            settings.DeregisterJwa(other);
        foreach (var other in Enum.GetValues<JweEncryption>().Where(encryption => encryption != Content))
            settings.DeregisterJwe(other);
        foreach (var compression in Enum.GetValues<JweCompression>())
            settings.DeregisterCompression(compression);
        // The one of the two that takes ECDiffieHellman, which is there on every platform; CngKey is on Windows alone.
        return settings.RegisterJwa(ToWallet, new EcdhKeyManagementUnix(true));
    }
}
