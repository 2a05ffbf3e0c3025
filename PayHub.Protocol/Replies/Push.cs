using System.Globalization;
using System.Text.Unicode;

namespace PayHub.Protocol.Replies;

/// <summary>Writes the lines that the hub pushes to extended clients (docs/protocol.md, "Dialect"), each with its CR LF.</summary>
public static class Push
{
    /// <summary>The room that a line needs at most, in bytes: the longest memo takes 1,067 of them.</summary>
    public const int MaxLength = 1536;

    /// <summary>Pushes were dropped, because the client did not read them.</summary>
    public static ReadOnlySpan<byte> Missed => "* MISSED\r\n"u8;

    /// <summary><c>PAID</c>, for the payee.</summary>
    /// <param name="line">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="transferId">The ledger's id.</param>
    /// <param name="from">The payer.</param>
    /// <param name="amount">Minor units.</param>
    /// <param name="balance">The payee's balance right after it, minor units.</param>
    /// <param name="memo">The payer's words; null for none.</param>
    /// <param name="paymentId">The payer's id for it; null for an unsigned payment.</param>
    /// <returns>The line's length.</returns>
    public static int WritePaid(Span<byte> line, long transferId, string from, long amount, long balance, string? memo, string? paymentId) =>
        Utf8.TryWrite(
            line, CultureInfo.InvariantCulture, $"* PAID#{transferId}#{from}#{amount}#{balance}#{FreeText.Encode(memo)}#{paymentId ?? "-"}\r\n", out var length)
            ? length
            : throw TooShort(nameof(line));

    /// <summary><c>SENT</c>, for the payer. The balance is the payer's.</summary>
    /// <inheritdoc cref="WritePaid"/>
    public static int WriteSent(Span<byte> line, long transferId, string to, long amount, long balance, string? paymentId) =>
        Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"* SENT#{transferId}#{to}#{amount}#{balance}#{paymentId ?? "-"}\r\n", out var length)
            ? length
            : throw TooShort(nameof(line));

    /// <summary><c>REFUSED</c>, for the payer: the code's number alone.</summary>
    /// <inheritdoc cref="WritePaid"/>
    public static int WriteRefused(Span<byte> line, string? paymentId, string payee, long amount, RefusalCode code) =>
        Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"* REFUSED#{paymentId ?? "-"}#{payee}#{amount}#{(int)code}\r\n", out var length)
            ? length
            : throw TooShort(nameof(line));

    /// <summary><c>FRIEND</c>: what the other has become, or has asked.</summary>
    /// <inheritdoc cref="WritePaid"/>
    public static int WriteFriend(Span<byte> line, string name, string state) =>
        Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"* FRIEND#{name}#{state}\r\n", out var length) ? length : throw TooShort(nameof(line));

    /// <summary><c>ONLINE</c> or <c>OFFLINE</c>: a friend came or went.</summary>
    /// <inheritdoc cref="WritePaid"/>
    public static int WritePresence(Span<byte> line, string friend, bool isOnline) =>
        Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"* {(isOnline ? "ONLINE" : "OFFLINE")}#{friend}\r\n", out var length)
            ? length
            : throw TooShort(nameof(line));

    /// <summary><c>BYE</c>: the hub closes the connection.</summary>
    /// <inheritdoc cref="WritePaid"/>
    public static int WriteBye(Span<byte> line, string reason) =>
        Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"* BYE#{reason}\r\n", out var length) ? length : throw TooShort(nameof(line));

    private static ArgumentException TooShort(string parameter) => new($"A pushed line needs room for {MaxLength} bytes.", parameter);
}
