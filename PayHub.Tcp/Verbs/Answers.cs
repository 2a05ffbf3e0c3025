using System.Globalization;
using System.Text;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary>What the verbs' answers have in common.</summary>
internal static class Answers
{
    /// <summary>Answers with a refusal.</summary>
    public static void Refuse(this ClientConnection client, RefusalCode code) => client.Outbox.Send(code.Line());

    /// <summary>As <see cref="Refuse"/>, behind what payments under way are still owed.</summary>
    public static async ValueTask RefuseInTurnAsync(this ClientConnection client, RefusalCode code)
    {
        await client.Payments.IdleAsync();
        client.Refuse(code);
    }

    /// <summary>Answers with text of ASCII, its line ends included.</summary>
    public static void Answer(this ClientConnection client, FormattableString text) =>
        client.Outbox.Send(Encoding.ASCII.GetBytes(text.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The wire's code for a refused payment.</summary>
    public static RefusalCode ToCode(this TransferOutcome outcome) => outcome switch
    {
        TransferOutcome.UnknownPayer or TransferOutcome.UnknownPayee or TransferOutcome.PayerOffline => RefusalCode.Unknown,
        TransferOutcome.Unavailable or TransferOutcome.OutcomeUnknown => RefusalCode.Unavailable,
        _ => (RefusalCode)(int)outcome,
    };

    /// <summary>Where an account is online, as the fields of <c>WHOIS</c> and <c>FRIENDS</c>: <c>online#ip#port</c>.</summary>
    public static string Presence(OnlineSession? session) =>
        session is null ? "offline#-#-" : string.Create(CultureInfo.InvariantCulture, $"online#{session.Link.Ip}#{session.Port}");
}
