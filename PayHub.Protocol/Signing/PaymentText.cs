using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PayHub.Protocol.Signing;

/// <summary>
/// The classic text of a payment, <c>payer#amount#payee</c>, which is what a signature signs (docs/protocol.md, "Messages" and
/// "Signed payments").
/// </summary>
internal sealed record PaymentText(string Payer, long Amount, string Payee)
{
    /// <summary>Reads the text: two names and an amount by their grammar, and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PaymentText? text)
    {
        text = null;
        var first = bytes.IndexOf((byte)'#');
        var last = bytes.LastIndexOf((byte)'#');
        if (first == last
            || !AccountName.TryParse(bytes[..first], out var payer)
            || !Protocol.Amount.TryParse(bytes[(first + 1)..last], out var amount)
            || !AccountName.TryParse(bytes[(last + 1)..], out var payee))
        {
            return false;
        }
        text = new PaymentText(payer, amount, payee);
        return true;
    }

    /// <summary>The text as bytes.</summary>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Payer}#{Amount}#{Payee}"));
}
