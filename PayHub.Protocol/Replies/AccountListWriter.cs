using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace PayHub.Protocol.Replies;

/// <summary>
/// Writes the list (docs/protocol.md, "Answers"): balance, hub key, count, then a line an account online, each ended by CR LF.
/// </summary>
public static class AccountListWriter
{
    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>Writes the three lines that come before the accounts.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="balance">The asker's balance, in minor units.</param>
    /// <param name="hubKey">The hub's sealing key: base64 of its SubjectPublicKeyInfo, without a line end.</param>
    /// <param name="count">How many account lines follow.</param>
    public static void WriteHead(IBufferWriter<byte> output, long balance, ReadOnlySpan<byte> hubKey, int count)
    {
        WriteNumberLine(output, balance);
        output.Write(hubKey);
        output.Write(LineEnd);
        WriteNumberLine(output, count);
    }

    /// <summary>Writes one account's line, <c>name#ip#port</c>. The ip is in dotted form for IPv4.</summary>
    public static void WriteLine(IBufferWriter<byte> output, string name, string ip, int port)
    {
        var span = output.GetSpan(name.Length + ip.Length + 10);
        var length = Encoding.ASCII.GetBytes(name, span);
        span[length++] = (byte)'#';
        length += Encoding.ASCII.GetBytes(ip, span[length..]);
        span[length++] = (byte)'#';
        Utf8Formatter.TryFormat(port, span[length..], out var digits);
        length += digits;
        LineEnd.CopyTo(span[length..]);
        output.Advance(length + LineEnd.Length);
    }

    private static void WriteNumberLine(IBufferWriter<byte> output, long number)
    {
        var span = output.GetSpan(22);
        Utf8Formatter.TryFormat(number, span, out var written);
        LineEnd.CopyTo(span[written..]);
        output.Advance(written + LineEnd.Length);
    }
}
