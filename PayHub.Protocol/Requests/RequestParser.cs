using System.Buffers;

namespace PayHub.Protocol.Requests;

/// <summary>Reads one message (docs/protocol.md, "Messages"). Never throws on what a client sends.</summary>
/// <remarks>
/// The grammar, in the notation of RFC 5234 and 7405; verbs are judged first, by the first field, and match with case:
/// <code>
/// message  = register / list / exit / login / payment / extended     ; extended: see ExtendedParser
/// register = %s"REGISTER" "#" *printable      ; what is not a name is answered 210, not 240
/// list     = %s"List"
/// exit     = %s"Exit"
/// login    = name "#" port
/// payment  = name "#" amount "#" name
/// name     = (ALPHA / DIGIT) *31(ALPHA / DIGIT / "." / "_" / "-")    ; but no reserved word
/// port     = %x31-39 *4DIGIT                  ; at most 65535
/// amount   = %x31-39 *17DIGIT
/// printable = %x20-7E
/// </code>
/// </remarks>
public static class RequestParser
{
    private const byte Separator = (byte)'#';

    /// <summary>Reads one message, without its terminator.</summary>
    /// <returns>The request; <see cref="MalformedRequest"/> for whatever the grammar does not know.</returns>
    public static Request Parse(in ReadOnlySequence<byte> message)
    {
        if (message.IsSingleSegment)
            return Parse(message.FirstSpan);
        var length = (int)message.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        message.CopyTo(rented);
        var request = Parse(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
        return request;
    }

    /// <inheritdoc cref="Parse(in ReadOnlySequence{byte})"/>
    public static Request Parse(ReadOnlySpan<byte> message)
    {
        if (message.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
            return MalformedRequest.Instance;
        var hash = message.IndexOf(Separator);
        if (hash < 0)
            return ParseVerbWithoutFields(message);
        var first = message[..hash];
        var rest = message[(hash + 1)..];
        if (first.SequenceEqual("REGISTER"u8))
            return new RegisterRequest(AccountName.TryParse(rest, out var name) ? name : null);
        return ExtendedParser.ParseVerb(first, rest) ?? ParseLoginOrPayment(first, rest);
    }

    private static Request ParseVerbWithoutFields(ReadOnlySpan<byte> message)
    {
        if (message.SequenceEqual("List"u8))
            return ListRequest.Instance;
        if (message.SequenceEqual("Exit"u8))
            return ExitRequest.Instance;
        return ExtendedParser.ParseWithoutFields(message);
    }

    private static Request ParseLoginOrPayment(ReadOnlySpan<byte> first, ReadOnlySpan<byte> rest)
    {
        var hash = rest.IndexOf(Separator);
        if (hash < 0)
        {
            return Amount.TryParsePort(rest, out var port) && AccountName.TryParse(first, out var name)
                ? new LoginRequest(name, port)
                : MalformedRequest.Instance;
        }
        return Amount.TryParse(rest[..hash], out var amount)
            && AccountName.TryParse(first, out var payer) && AccountName.TryParse(rest[(hash + 1)..], out var payee)
            ? new PaymentRequest(payer, amount, payee)
            : MalformedRequest.Instance;
    }
}
