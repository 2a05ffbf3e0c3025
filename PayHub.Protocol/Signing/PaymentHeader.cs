using System.Diagnostics.CodeAnalysis;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Tokens;

namespace PayHub.Protocol.Signing;

/// <summary>The protected header of a signed payment (RFC 7515, 4; docs/protocol.md, "Signed payments"): these members and no others.</summary>
internal sealed record PaymentHeader(string PaymentId, long ExpiresAt, string Hub, string? Memo)
{
    public const string Algorithm = "ES256";
    public const string Type = "payhub+payment";

    // The last second that DateTimeOffset can hold, so that nobody fails at a date who reads one.
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads the header against the allow-list.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out PaymentHeader? header)
    {
        header = null;
        if (!StrictHeader.TryRead(json, out var members) || !members.Is("alg", Algorithm) || !members.Is("typ", Type))
            return false;
        var memo = members.Text("memo");
        if (members.Count != (memo is null ? 5 : 6)
            || members.Text("jti") is not { } id || members.Number("exp") is not { } expires || members.Text("hub") is not { } hub)
        {
            return false;
        }
        header = new PaymentHeader(id, expires, hub, memo);
        return header.Fault is null;
    }

    /// <summary>What is wrong with the values, in words; null where nothing is.</summary>
    public string? Fault =>
        !Signing.PaymentId.IsWellFormed(PaymentId) ? "The payment id is not 16 to 64 of A-Z a-z 0-9 _ -."
        : ExpiresAt < 0 || ExpiresAt > LastSecond ? "The time of expiry is not a Unix time that a date can hold."
        : !Fingerprint.IsWellFormed(Hub) ? "The hub's fingerprint is not base64url of 32 bytes."
        : Memo is not null && !Signing.Memo.IsWellFormed(Memo)
            ? $"The memo is longer than {Signing.Memo.MaxScalars} characters, or has control characters."
        : null;

    /// <summary>The members as the library takes them, but for <c>alg</c>, which it adds.</summary>
    public Dictionary<string, object> ToMembers()
    {
        var members = new Dictionary<string, object> { ["typ"] = Type, ["jti"] = PaymentId, ["exp"] = ExpiresAt, ["hub"] = Hub };
        if (Memo is not null)
            members["memo"] = Memo;
        return members;
    }
}
