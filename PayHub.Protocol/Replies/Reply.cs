using System.Globalization;
using System.Text.Unicode;

namespace PayHub.Protocol.Replies;

/// <summary>The fixed lines of the classic protocol (docs/protocol.md, "Answers"), each with its CR LF.</summary>
public static class Reply
{
    /// <summary>Registered.</summary>
    public static ReadOnlySpan<byte> Ok => "100 OK\r\n"u8;

    /// <summary>Not registered: taken, malformed, over a limit, or closed.</summary>
    public static ReadOnlySpan<byte> Fail => "210 FAIL\r\n"u8;

    /// <summary>Not logged in, or nobody is registered by that name.</summary>
    public static ReadOnlySpan<byte> AuthFail => "220 AUTH_FAIL\r\n"u8;

    /// <summary>Not a message of the protocol.</summary>
    public static ReadOnlySpan<byte> BadRequest => "240 BAD_REQUEST\r\n"u8;

    /// <summary>Over a limit on connections, failed logins or refused payments.</summary>
    public static ReadOnlySpan<byte> TooMany => "429 TOO_MANY\r\n"u8;

    /// <summary>The answer to <c>Exit</c>; the connection closes.</summary>
    public static ReadOnlySpan<byte> Bye => "Bye\r\n"u8;

    /// <summary>Pushed to the payer's connection: the payment was executed.</summary>
    public static ReadOnlySpan<byte> TransferOk => "Transfer OK!\r\n"u8;

    /// <summary>Pushed to the payer's connection, or told to the submitter: the payment was refused.</summary>
    public static ReadOnlySpan<byte> TransferFail => "Transfer Fail!\r\n"u8;

    /// <summary>The room that a reply of <see cref="WriteExecuted"/> needs at most, in bytes.</summary>
    public const int MaxExecutedLength = 64;

    /// <summary>Writes the extended dialect's reply to a payment that was executed.</summary>
    /// <param name="line">At least <see cref="MaxExecutedLength"/> bytes.</param>
    /// <param name="transferId">The ledger's id.</param>
    /// <param name="balance">The submitter's balance right after it, minor units.</param>
    /// <returns>The line's length.</returns>
    public static int WriteExecuted(Span<byte> line, long transferId, long balance) =>
        Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"100 OK#{transferId}#{balance}\r\n", out var length)
            ? length
            : throw new ArgumentException($"A reply needs room for {MaxExecutedLength} bytes.", nameof(line));
}
