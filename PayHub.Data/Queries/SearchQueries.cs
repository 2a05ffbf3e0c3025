using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>Finds what an operator has a name or number of: accounts, transfers, payments, keys. Each by an index.</summary>
/// <param name="database">Read from.</param>
/// <param name="accounts">For names.</param>
/// <param name="clock">Ends a search that takes too long.</param>
public sealed class SearchQueries(PayHubDatabase database, AccountQueries accounts, TimeProvider clock)
{
    private const int MostNames = 8;
    private const int PayersAtOnce = 2_000;

    // The wire's grammar of payment ids, which Data does not know: what can't be one is not looked for.
    private const int ShortestPaymentId = 16;
    private const int LongestPaymentId = 64;

    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(100);

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Looks for a text everywhere: <c>123</c> or <c>#123</c> for a transfer, a payment's id, a key's fingerprint, else the beginning of a name.</summary>
    /// <param name="text">What was typed; blanks around it do not count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SearchAnswer> SearchAsync(string text, CancellationToken cancellationToken = default)
    {
        text = text.Trim();
        if (text.Length is 0 or > LongestPaymentId)
            return SearchAnswer.Nothing;
        await using var db = database.OpenRead();
        var hits = new List<SearchHit>();
        if (long.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            hits.AddRange(await TransfersAsync(db, id, cancellationToken));
        if (text[0] != '#')
            hits.AddRange(await NamesAsync(text, cancellationToken));
        if (text.Length < ShortestPaymentId || text.AsSpan().ContainsAnyExcept(IdCharacters))
            return new SearchAnswer(hits, false);
        hits.AddRange(await KeysAsync(db, text, cancellationToken));
        var complete = await AddPaymentsAsync(db, hits, text, cancellationToken);
        return new SearchAnswer(hits, !complete);
    }

    private static async Task<IEnumerable<SearchHit>> TransfersAsync(PayHubDbContext db, long id, CancellationToken cancellationToken)
    {
        var found = await db.Transfers.Where(t => t.Id == id)
            .Join(db.Accounts, t => t.DebitId, a => a.Id, (t, debit) => new { t.CreditId, Debit = debit.Name })
            .Join(db.Accounts, x => x.CreditId, a => a.Id, (x, credit) => new { x.Debit, Credit = credit.Name })
            .ToListAsync(cancellationToken);
        return found.Select(f => new SearchHit(SearchKind.Transfer, Number(id), $"{f.Debit} → {f.Credit}") { TransferId = id });
    }

    private async Task<IEnumerable<SearchHit>> NamesAsync(string text, CancellationToken cancellationToken)
    {
        // In the order of names, the one that is just the text comes before those that go on.
        var page = await accounts.PageAsync(new AccountFilter(Prefix: text), null, MostNames, cancellationToken);
        return page.Rows.Select(row => new SearchHit(SearchKind.Account, row.Name, "") { Account = row.Name });
    }

    private static async Task<IEnumerable<SearchHit>> KeysAsync(PayHubDbContext db, string text, CancellationToken cancellationToken)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        if (!Base64Url.IsValid(text, out var length) || length != hash.Length)
            return [];
        Base64Url.DecodeFromChars(text, hash);
        // Of current keys alone: only they have an index by fingerprint.
        var names = await db.AccountKeys.Where(k => k.SpkiHash == hash && k.ToTransfer == null)
            .Join(db.Accounts, k => k.AccountId, a => a.Id, (_, a) => a.Name)
            .ToListAsync(cancellationToken);
        return names.Select(name => new SearchHit(SearchKind.Key, text, name) { Account = name });
    }

    // An id is unique a payer alone, and the index begins with the payer: it is asked for payer by payer, as far as time allows.
    private async Task<bool> AddPaymentsAsync(PayHubDbContext db, List<SearchHit> hits, string text, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (long from = 0; ;)
        {
            var payers = db.Accounts.Where(a => a.KeyKind == KeyKind.Keyed && a.Id > from).OrderBy(a => a.Id).Take(PayersAtOnce);
            var last = await payers.Skip(PayersAtOnce - 1).Select(a => (long?)a.Id).FirstOrDefaultAsync(cancellationToken);
            var found = await payers
                .Join(db.PaymentIds.Where(p => p.Value == text), a => a.Id, p => p.PayerId, (a, p) => new { a.Name, p.Outcome, p.TransferId })
                .ToListAsync(cancellationToken);
            hits.AddRange(found.Select(f => Payment(text, f.Name, (TransferOutcome)f.Outcome, f.TransferId)));
            if (last is not { } next)
                return true;
            if (clock.GetElapsedTime(started) > Budget)
                return false;
            from = next;
        }
    }

    private static SearchHit Payment(string text, string payer, TransferOutcome outcome, long? transferId) =>
        new(SearchKind.Payment, text, transferId is { } id ? $"{payer}, {Number(id)}" : payer)
        {
            Account = payer,
            TransferId = transferId,
            Refused = outcome == TransferOutcome.Executed ? null : outcome,
        };

    private static string Number(long id) => string.Create(CultureInfo.InvariantCulture, $"#{id}");
}
