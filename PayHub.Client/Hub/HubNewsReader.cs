using System.Globalization;
using PayHub.Protocol;

namespace PayHub.Client.Hub;

/// <summary>Reads what the hub says unasked.</summary>
internal static class HubNewsReader
{
    /// <summary>Reads a pushed line, with its <c>* </c>.</summary>
    /// <returns>Null for what this wallet does not know: a newer hub may say more.</returns>
    public static HubNews? Read(string line)
    {
        if (!line.StartsWith("* ", StringComparison.Ordinal))
            return null;
        return line[2..].Split('#') switch
        {
            ["PAID", var id, var from, var amount, var balance, var memo, var payment]
                when Number(id, out var transfer) && IsName(from) && Number(amount, out var value) && Signed(balance, out var rest) && WireText.TryDecode(memo, out var text)
                => new PaidNews(transfer, from, value, rest, text, WireText.OrNull(payment)),
            ["SENT", var id, var to, var amount, var balance, var payment]
                when Number(id, out var transfer) && IsName(to) && Number(amount, out var value) && Signed(balance, out var rest)
                => new SentNews(transfer, to, value, rest, WireText.OrNull(payment)),
            ["REFUSED", var payment, var payee, var amount, var code]
                when IsName(payee) && Number(amount, out var value) && Number(code, out var number) && number is >= 100 and <= 999
                => new RefusedNews(WireText.OrNull(payment), payee, value, (int)number),
            ["FRIEND", var name, var state] when IsName(name) => new FriendNews(name, state),
            ["ONLINE", var name] when IsName(name) => new PresenceNews(name, true),
            ["OFFLINE", var name] when IsName(name) => new PresenceNews(name, false),
            ["MISSED"] => new MissedNews(),
            ["BYE", .. var reason] => new ByeNews(string.Join('#', reason)),
            _ => null,
        };
    }

    private static bool IsName(string text) => AccountName.IsValid(text);

    private static bool Number(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool Signed(string text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
