using System.Globalization;
using System.Text;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Protocol.Signing;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary><c>HISTORY#&lt;n&gt;[#&lt;before id&gt;]</c>: the account's transfers, the newest first.</summary>
internal sealed class HistoryHandler(HistoryQueries history, HistoryLimiter limiter)
{
    public async ValueTask HandleAsync(ClientConnection client, HistoryRequest request)
    {
        if (client.Session is not { } asker)
        {
            client.Refuse(RefusalCode.AuthFail);
            return;
        }
        if (!limiter.Allows(asker.AccountId, request.Count))
        {
            client.Refuse(RefusalCode.TooMany);
            return;
        }
        using var hold = client.Outbox.HoldPushes();
        var rows = await history.PageAsync(asker.AccountId, request.Count, request.BeforeId);
        var answer = new StringBuilder().Append(CultureInfo.InvariantCulture, $"100 OK#{rows.Count}\r\n");
        foreach (var row in rows)
            Append(answer, row);
        client.Outbox.Send(Encoding.ASCII.GetBytes(answer.ToString()));
    }

    private static void Append(StringBuilder answer, HistoryRow row)
    {
        answer.Append(CultureInfo.InvariantCulture, $"{row.Id}#{row.At:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}#{(row.IsIncoming ? "in" : "out")}#{row.Counterparty}");
        answer.Append(CultureInfo.InvariantCulture, $"#{row.Amount}#{row.BalanceAfter}#{Word(row.Kind)}#{FreeText.Encode(row.Memo)}#{IdOf(row.Jws)}\r\n");
    }

    private static string IdOf(byte[]? jws) => jws is not null && SignedPayment.TryParse(jws, out var payment) ? payment.PaymentId : "-";

    private static string Word(TransferKind kind) => kind switch
    {
        TransferKind.Payment => "payment",
        TransferKind.Opening => "opening",
        TransferKind.Deposit => "deposit",
        TransferKind.Withdrawal => "withdrawal",
        _ => "reversal",
    };
}
