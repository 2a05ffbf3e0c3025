using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PayHub.Protocol.Keys;

namespace PayHub.Tests.Protocol;

/// <summary>JWS and JWE from any header, put together from the RFCs with the framework alone: all that can be wrong with one is its form.</summary>
internal static class HandMade
{
    public const string PaymentId = "0123456789abcdef";

    public static readonly byte[] Text = Bytes.Of("alice#10#bob");

    public static readonly Identity Alice = Identity.Create();

    public static readonly string Hub = Identity.Create().Public.Fingerprint;

    public static string Header => $$"""{"alg":"ES256","typ":"payhub+payment","jti":"{{PaymentId}}","exp":1800000000,"hub":"{{Hub}}"}""";

    /// <summary>A JWS of Alice's (RFC 7515, 5.1).</summary>
    public static string Jws(string header, byte[]? payload = null) => Jws(Encoding.UTF8.GetBytes(header), payload ?? Text);

    /// <inheritdoc cref="Jws(string, byte[])"/>
    public static string Jws(byte[] header, byte[] payload)
    {
        var input = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        using var key = ECDsa.Create();
        key.ImportFromPem(Alice.ToPem());
        return $"{input}.{Base64Url.EncodeToString(key.SignData(Bytes.Of(input), HashAlgorithmName.SHA256))}";
    }

    /// <summary>A JWE with RSA-OAEP-256 and A256GCM, whatever its header says (RFC 7516, 5.1).</summary>
    public static string ToHub(string header, RSA hub, byte[]? content = null)
    {
        var contentKey = RandomNumberGenerator.GetBytes(32);
        return Encrypt(header, hub.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256), contentKey, content ?? Text);
    }

    /// <summary>A JWE with ECDH-ES and A256GCM, whatever its header says: the ephemeral key's members are written by the caller.</summary>
    public static string ToWallet(Func<string, string, string> header, PublicKey wallet)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var receiver = ECDiffieHellman.Create();
        receiver.ImportSubjectPublicKeyInfo(wallet.Spki, out _);
        var point = ephemeral.ExportParameters(false).Q;
        var contentKey = ephemeral.DeriveKeyFromHash(receiver.PublicKey, HashAlgorithmName.SHA256, [0, 0, 0, 1], OtherInfo());
        return Encrypt(header(Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y)), [], contentKey, Text);
    }

    // RFC 7518, 4.6.2: AlgorithmID, PartyUInfo and PartyVInfo (both empty), each behind its length; then the key's length in bits.
    private static byte[] OtherInfo()
    {
        var algorithm = Bytes.Of("A256GCM");
        var info = new byte[4 + algorithm.Length + 4 + 4 + 4];
        BinaryPrimitives.WriteInt32BigEndian(info, algorithm.Length);
        algorithm.CopyTo(info, 4);
        BinaryPrimitives.WriteInt32BigEndian(info.AsSpan(info.Length - 4), 256);
        return info;
    }

    private static string Encrypt(string header, byte[] encryptedKey, byte[] contentKey, byte[] content)
    {
        var protectedHeader = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));
        var (nonce, text, tag) = (RandomNumberGenerator.GetBytes(12), new byte[content.Length], new byte[16]);
        using var gcm = new AesGcm(contentKey, tag.Length);
        gcm.Encrypt(nonce, content, text, tag, Bytes.Of(protectedHeader));
        return string.Join('.', [protectedHeader, .. new[] { encryptedKey, nonce, text, tag }.Select(part => Base64Url.EncodeToString(part))]);
    }
}
