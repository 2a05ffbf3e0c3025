using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PayHub.Protocol.Signing;

/// <summary>
/// The payer's own name for one payment, by which it is executed at most once: <c>jti</c> (RFC 7519, 4.1.7; docs/protocol.md, "Signed payments").
/// </summary>
public static class PaymentId
{
    /// <summary>The fewest characters that an id has.</summary>
    public const int MinLength = 16;

    /// <summary>The most characters that an id has.</summary>
    public const int MaxLength = 64;

    private const int RandomBytes = 16;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>A new id: base64url of 128 random bits, 22 characters. Store it before the payment is sent.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether a text is an id by its form: 16 to 64 of <c>A-Za-z0-9_-</c>.</summary>
    public static bool IsWellFormed([NotNullWhen(true)] string? text) =>
        text is { Length: >= MinLength and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
}
