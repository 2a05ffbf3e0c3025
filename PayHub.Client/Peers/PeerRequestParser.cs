using System.Buffers;
using PayHub.Protocol;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Signing;

namespace PayHub.Client.Peers;

/// <summary>Reads and writes the lines of a peer link. Never throws on what a peer sends.</summary>
/// <remarks>
/// The grammar, in the notation of RFC 5234 and 7405:
/// <code>
/// hello   = %s"HELLO#PAYHUB-PEER/1#" name
/// message = %s"MSG#" text            ; base64url of UTF-8, 1 to 500 Unicode scalars, no control characters
/// request = %s"REQUEST#" amount "#" [text]                            ; at most 200 Unicode scalars
/// payment = *b64u 4("." *b64u)       ; whether it unseals is not a matter of form
/// </code>
/// </remarks>
internal static class PeerRequestParser
{
    /// <summary>The most Unicode scalars of a message.</summary>
    public const int MaxTextScalars = 500;

    private static readonly SearchValues<byte> Base64UrlAndDot =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    private static ReadOnlySpan<byte> Hello => "HELLO#PAYHUB-PEER/1#"u8;

    private static ReadOnlySpan<byte> Message => "MSG#"u8;

    private static ReadOnlySpan<byte> Request => "REQUEST#"u8;

    /// <summary>Reads one line, without its end.</summary>
    /// <returns>The request; <see cref="PeerMalformed"/> for whatever the grammar does not know.</returns>
    public static PeerRequest Parse(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(Hello))
            return AccountName.TryParse(line[Hello.Length..], out var name) ? new PeerHello(name) : PeerMalformed.Instance;
        if (line.StartsWith(Message))
        {
            var isText = PeerText.TryDecode(line[Message.Length..], MaxTextScalars, out var text) && text.Length > 0;
            return isText ? new PeerMessage(text) : PeerMalformed.Instance;
        }
        if (line.StartsWith(Request))
            return ParseMoneyRequest(line[Request.Length..]);
        return line.Count((byte)'.') == 4 && !line.ContainsAnyExcept(Base64UrlAndDot) ? new PeerPayment(line.ToArray()) : PeerMalformed.Instance;
    }

    /// <summary>The line that opens a link.</summary>
    public static string FormatHello(string account) => $"HELLO#PAYHUB-PEER/1#{account}";

    /// <summary>The line that says something.</summary>
    public static string FormatMessage(string text) => $"MSG#{FreeText.Encode(text)}";

    /// <summary>The line that asks for money.</summary>
    public static string FormatMoneyRequest(long amount, string memo) => $"REQUEST#{amount}#{FreeText.Encode(memo)}";

    private static PeerRequest ParseMoneyRequest(ReadOnlySpan<byte> fields)
    {
        var hash = fields.IndexOf((byte)'#');
        return hash > 0 && Amount.TryParse(fields[..hash], out var amount) && PeerText.TryDecode(fields[(hash + 1)..], Memo.MaxScalars, out var memo)
            ? new PeerMoneyRequest(amount, memo)
            : PeerMalformed.Instance;
    }
}
