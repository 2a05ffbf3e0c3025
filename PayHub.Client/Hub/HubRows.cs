using System.Globalization;
using System.Net;
using PayHub.Client.Payments;
using PayHub.Protocol;
using PayHub.Protocol.Keys;

namespace PayHub.Client.Hub;

/// <summary>What the hub said when greeted.</summary>
/// <param name="Name">What the hub calls itself, safe to print.</param>
/// <param name="Fingerprint">Of its identity key.</param>
/// <param name="Currency">How amounts are shown.</param>
/// <param name="Time">The hub's clock then.</param>
internal sealed record HubGreeting(string Name, string Fingerprint, Currency Currency, DateTimeOffset Time)
{
    /// <summary>Reads the fields behind <c>100 OK</c>.</summary>
    /// <returns>Null where they are none of version 1.</returns>
    public static HubGreeting? Parse(IReadOnlyList<string> fields) => fields switch
    {
        ["PAYHUB/1", var name, var fingerprint, var code, var decimals, var time, ..]
            when WireText.TryDecode(name, out var text) && PayHub.Protocol.Keys.Fingerprint.IsWellFormed(fingerprint)
                && int.TryParse(decimals, NumberStyles.None, CultureInfo.InvariantCulture, out var places) && places <= Currency.MaxDecimals
                && WireFields.TryReadTime(time, out var now)
            => new HubGreeting(text, fingerprint, new Currency(code, places), now),
        _ => null,
    };
}

/// <summary>What the hub knows of an account (<c>WHOIS</c>).</summary>
/// <param name="Name">As registered.</param>
/// <param name="Key">Its current key; null for a keyless account.</param>
/// <param name="IsOnline">Whether it is logged in.</param>
/// <param name="Address">Where its wallet listens; null where the hub does not tell.</param>
internal sealed record WhoIs(string Name, PublicKey? Key, bool IsOnline, IPEndPoint? Address)
{
    /// <summary>Reads the fields behind <c>100 OK</c>.</summary>
    /// <returns>Null where they are none.</returns>
    public static WhoIs? Parse(IReadOnlyList<string> fields)
    {
        if (fields is not [var name, ("keyed" or "keyless") and var kind, var spki, ("online" or "offline") and var presence, var ip, var port] || !AccountName.IsValid(name))
            return null;
        PublicKey? key = null;
        if (kind == "keyed" && !WireFields.TryReadKey(spki, out key))
            return null;
        return new WhoIs(name, key, presence == "online", WireFields.ReadAddress(ip, port));
    }
}

/// <summary>One line of <c>FRIENDS</c>.</summary>
/// <param name="Name">The other account.</param>
/// <param name="State"><c>friends</c>, <c>incoming</c>, <c>outgoing</c> or <c>blocked</c>.</param>
/// <param name="IsOnline">Whether it is logged in.</param>
/// <param name="Address">Where its wallet listens; null where the hub does not tell.</param>
internal sealed record Friend(string Name, string State, bool IsOnline, IPEndPoint? Address)
{
    /// <summary>Reads a line.</summary>
    /// <returns>Null where it is none.</returns>
    public static Friend? Parse(string row) =>
        row.Split('#') is [var name, var state, var presence, var ip, var port] && AccountName.IsValid(name)
            ? new Friend(name, state, presence == "online", WireFields.ReadAddress(ip, port))
            : null;
}

/// <summary>One line of <c>HISTORY</c>; amounts in minor units.</summary>
internal sealed record HistoryEntry(
    long Transfer, DateTimeOffset Time, bool IsIncoming, string Counterparty, long Amount, long Balance, string Kind, string Memo, string? PaymentId)
{
    /// <summary>Reads a line.</summary>
    /// <returns>Null where it is none.</returns>
    public static HistoryEntry? Parse(string row) =>
        row.Split('#') is [var id, var time, ("in" or "out") and var direction, var other, var amount, var balance, var kind, var memo, var payment]
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var transfer)
        && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var when)
        && long.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && long.TryParse(balance, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rest)
        && WireText.TryDecode(memo, out var text)
            ? new HistoryEntry(transfer, when, direction == "in", other, value, rest, kind, text, WireText.OrNull(payment))
            : null;
}
