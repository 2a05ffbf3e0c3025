using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;

namespace PayHub.Protocol.Replies;

/// <summary>Why the hub refuses (docs/protocol.md, "Refusals"): a closed list. A member's number is the code on the wire.</summary>
public enum RefusalCode
{
    /// <summary>Registration alone: the name is taken or malformed, the key is another account's, over a limit, or closed.</summary>
    Fail = 210,

    /// <summary>Not logged in, or not with the account's current key.</summary>
    AuthFail = 220,

    /// <summary>Neither payer nor payee submits it; unsigned, and not submitted by the payee.</summary>
    NotAllowed = 230,

    /// <summary>Not a message of the protocol.</summary>
    BadRequest = 240,

    /// <summary>No such account, or nothing known of it.</summary>
    Unknown = 250,

    /// <summary>The signature is not by the payer's current key.</summary>
    BadSignature = 310,

    /// <summary>The signed payment's time is over.</summary>
    Expired = 311,

    /// <summary>The signed payment is meant for another hub.</summary>
    WrongHub = 312,

    /// <summary>The payer has a key, and the payment is not signed.</summary>
    KeyRequired = 313,

    /// <summary>The payment's id was used for another content.</summary>
    Duplicate = 320,

    /// <summary>Payer and payee are one.</summary>
    SelfPayment = 330,

    /// <summary>Payer or payee is frozen.</summary>
    Frozen = 340,

    /// <summary>Above a limit.</summary>
    Limit = 341,

    /// <summary>The payer has cancelled the payment's id.</summary>
    Cancelled = 342,

    /// <summary>The payer has less than the amount.</summary>
    InsufficientFunds = 350,

    /// <summary>Too often: nothing was done.</summary>
    TooMany = 429,

    /// <summary>Nothing was done, or the outcome is unknown: retry, only with the same payment id.</summary>
    Unavailable = 500,
}

/// <summary>The words and lines of the refusals, once for hub and wallets.</summary>
public static class Refusals
{
    private static readonly FrozenDictionary<RefusalCode, (string Word, byte[] Line)> Table = new Dictionary<RefusalCode, string>
    {
        [RefusalCode.Fail] = "FAIL",
        [RefusalCode.AuthFail] = "AUTH_FAIL",
        [RefusalCode.NotAllowed] = "NOT_ALLOWED",
        [RefusalCode.BadRequest] = "BAD_REQUEST",
        [RefusalCode.Unknown] = "UNKNOWN",
        [RefusalCode.BadSignature] = "BAD_SIGNATURE",
        [RefusalCode.Expired] = "EXPIRED",
        [RefusalCode.WrongHub] = "WRONG_HUB",
        [RefusalCode.KeyRequired] = "KEY_REQUIRED",
        [RefusalCode.Duplicate] = "DUPLICATE",
        [RefusalCode.SelfPayment] = "SELF_PAYMENT",
        [RefusalCode.Frozen] = "FROZEN",
        [RefusalCode.Limit] = "LIMIT",
        [RefusalCode.Cancelled] = "CANCELLED",
        [RefusalCode.InsufficientFunds] = "INSUFFICIENT_FUNDS",
        [RefusalCode.TooMany] = "TOO_MANY",
        [RefusalCode.Unavailable] = "UNAVAILABLE",
    }.ToFrozenDictionary(entry => entry.Key, entry => (entry.Value, Encoding.ASCII.GetBytes($"{(int)entry.Key} {entry.Value}\r\n")));

    /// <summary>The word behind the code, as <c>INSUFFICIENT_FUNDS</c>.</summary>
    /// <exception cref="KeyNotFoundException">The code is not a member of the list.</exception>
    public static string Word(this RefusalCode code) => Table[code].Word;

    /// <summary>The whole line, as <c>350 INSUFFICIENT_FUNDS</c>, with its CR LF.</summary>
    /// <exception cref="KeyNotFoundException">The code is not a member of the list.</exception>
    public static ReadOnlySpan<byte> Line(this RefusalCode code) => Table[code].Line;

    /// <summary>Reads a refusal, without its line end.</summary>
    /// <returns>False for every line that is not exactly one of the list.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out RefusalCode code)
    {
        code = default;
        return Utf8Parser.TryParse(line, out int number, out var digits) && digits == 3 && line[0] is >= (byte)'0' and <= (byte)'9'
            && Table.TryGetValue(code = (RefusalCode)number, out var entry) && entry.Line.AsSpan()[..^2].SequenceEqual(line);
    }
}
