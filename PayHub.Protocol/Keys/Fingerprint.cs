using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using PayHub.Protocol.Tokens;

namespace PayHub.Protocol.Keys;

/// <summary>The short name of a public key: base64url(SHA-256(SubjectPublicKeyInfo)), 43 characters (docs/protocol.md, "Identities").</summary>
public static class Fingerprint
{
    /// <summary>The length of every fingerprint, in characters.</summary>
    public const int Length = 43;

    /// <summary>The fingerprint of a key.</summary>
    /// <param name="spki">The key as SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), in DER.</param>
    public static string Of(ReadOnlySpan<byte> spki) => Base64Url.EncodeToString(SHA256.HashData(spki));

    /// <summary>Whether a text is a fingerprint by its form: 43 characters of base64url (RFC 4648, 5), no padding, no stray bits.</summary>
    public static bool IsWellFormed([NotNullWhen(true)] string? text) =>
        text is { Length: Length } && StrictBase64.TryDecodeUrl(Encoding.UTF8.GetBytes(text), out _);
}
