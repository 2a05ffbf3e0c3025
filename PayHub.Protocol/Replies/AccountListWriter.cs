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

    /// <summary>One account's line, <c>name#ip#port</c>, with its CR LF. The ip is in dotted form for IPv4.</summary>
    public static byte[] EncodeLine(string name, string ip, int port) => Encoding.ASCII.GetBytes($"{name}#{ip}#{port}\r\n");

    private static void WriteNumberLine(IBufferWriter<byte> output, long number)
    {
        var span = output.GetSpan(22);
        Utf8Formatter.TryFormat(number, span, out var written);
        LineEnd.CopyTo(span[written..]);
        output.Advance(written + LineEnd.Length);
    }
}
