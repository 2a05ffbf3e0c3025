using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PayHub.Web.Api;

/// <summary>A key of the REST API as a program shows it: <c>payhub_</c>, the key's id, <c>_</c>, and 256 random bits as 43 characters of base64url.</summary>
/// <param name="Id">The key's row.</param>
/// <param name="Random">The 43 characters, which alone are secret.</param>
internal readonly record struct ApiKeySecret(long Id, string Random)
{
    private const string Prefix = "payhub_";
    private const int RandomBytes = 32;
    private const int RandomLength = 43;

    /// <summary>The random part of a new key.</summary>
    public static string NewRandom() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is stored of it: SHA-256 of the 43 characters. So many random bits need no slow hash.</summary>
    public static byte[] HashOf(string random) => SHA256.HashData(Encoding.ASCII.GetBytes(random));

    /// <summary>Reads a key.</summary>
    /// <returns>False where it has not the form of one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ApiKeySecret? secret)
    {
        secret = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length <= Prefix.Length + RandomLength)
            return false;
        var (id, random) = (text[Prefix.Length..^(RandomLength + 1)], text[^RandomLength..]);
        if (text[^(RandomLength + 1)] != '_' || !IsBase64Url(random)
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        secret = new ApiKeySecret(number, random);
        return true;
    }

    /// <summary>Whether it is the one whose hash is stored, in a time that does not tell how near it comes.</summary>
    public bool Matches(byte[] hash) => CryptographicOperations.FixedTimeEquals(HashOf(Random), hash);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Id}_{Random}");

    private static bool IsBase64Url(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
