using System.Buffers.Text;
using System.Security.Cryptography;

namespace PayHub.Web.Operators;

/// <summary>The secret of a one-time link: 128 random bits, of which the hub keeps the SHA-256 alone.</summary>
internal static class OneTimeToken
{
    private const int Bytes = 16;

    /// <summary>A new one, and what to keep of it.</summary>
    public static (string Link, byte[] Hash) New()
    {
        var token = RandomNumberGenerator.GetBytes(Bytes);
        return ($"/account/setup?token={Base64Url.EncodeToString(token)}", SHA256.HashData(token));
    }

    /// <summary>What was kept of a token; null for what can't be one.</summary>
    public static byte[]? Hash(string? token) =>
        token is not null && Base64Url.IsValid(token, out var length) && length == Bytes ? SHA256.HashData(Base64Url.DecodeFromChars(token)) : null;
}
