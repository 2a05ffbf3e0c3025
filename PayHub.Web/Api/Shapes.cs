using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Web.Api;

/// <summary>What a hub is called, and what its amounts mean.</summary>
/// <param name="Name">The hub's name.</param>
/// <param name="Currency">Stands behind amounts.</param>
/// <param name="Decimals">Digits behind the decimal point: with 2, the amount 1050 is 10.50.</param>
/// <param name="LastTransfer">The newest transfer; 0 for none.</param>
/// <param name="Version">The program's version.</param>
internal sealed record HubInfo(string Name, string Currency, int Decimals, long LastTransfer, string Version);

/// <summary>An account.</summary>
/// <param name="Name">As registered. Names are the same in any ASCII case.</param>
/// <param name="Status">What it may do.</param>
/// <param name="Key">How it logs in.</param>
/// <param name="Balance">Minor units.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="LastSeenAt">UTC, about to the minute; null for never.</param>
/// <param name="Online">Whether it is logged in now.</param>
internal sealed record AccountShape(string Name, AccountStatus Status, KeyKind Key, long Balance, DateTime CreatedAt, DateTime? LastSeenAt, bool Online);

/// <summary>A page of accounts.</summary>
/// <param name="Items">The accounts.</param>
/// <param name="Next">The cursor of the page behind; null on the last.</param>
/// <param name="StoppedAt">Where a search that found little stopped; `next` goes on from there. Null where nothing was left out.</param>
internal sealed record AccountList(IReadOnlyList<AccountShape> Items, string? Next, SearchStop? StoppedAt);

/// <summary>How far a bounded search looked.</summary>
/// <param name="LookedAt">How many rows it looked at.</param>
/// <param name="At">The time of the last of them, UTC.</param>
internal sealed record SearchStop(long LookedAt, DateTime At);

/// <summary>A movement of money from one account to another. It never changes.</summary>
/// <param name="Id">1, 2, 3, without gaps.</param>
/// <param name="At">UTC.</param>
/// <param name="Kind">Why money moved.</param>
/// <param name="Debit">The account that paid. `@issuance` is the hub's own.</param>
/// <param name="Credit">The account that was paid.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="DebitBalance">The paying account's balance right after it, minor units.</param>
/// <param name="CreditBalance">The paid account's balance right after it, minor units.</param>
internal sealed record TransferShape(long Id, DateTime At, TransferKind Kind, string Debit, string Credit, long Amount, long DebitBalance, long CreditBalance)
{
    public static TransferShape Of(LedgerRow row) =>
        new(row.Id, row.At.UtcDateTime, row.Kind, row.Debit, row.Credit, row.Amount, row.DebitAfter, row.CreditAfter);
}

/// <summary>A page of transfers, the newest first.</summary>
/// <param name="Items">The transfers.</param>
/// <param name="Next">The cursor of the page of older ones; null on the last.</param>
/// <param name="StoppedAt">Where a search that found little stopped; `next` goes on from there. Null where nothing was left out.</param>
internal sealed record TransferList(IReadOnlyList<TransferShape> Items, string? Next, SearchStop? StoppedAt);

/// <summary>A transfer with all that is known of it.</summary>
/// <param name="Transfer">The transfer.</param>
/// <param name="Memo">The payer's words; null for none.</param>
/// <param name="Block">The block that it was committed in.</param>
/// <param name="Signed">Whether the payer signed it.</param>
/// <param name="Operator">Who moved the money by hand; null where nobody did.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Reverses">For a reversal, the transfer that it moves back.</param>
/// <param name="Reversed">How much of it was moved back so far, minor units.</param>
internal sealed record TransferDetail(
    TransferShape Transfer, string? Memo, long Block, bool Signed, string? Operator, string? Reason, long? Reverses, long Reversed);

/// <summary>A login that lasts.</summary>
/// <param name="Id">The session.</param>
/// <param name="Account">The account's name.</param>
/// <param name="Address">The client's address.</param>
/// <param name="Port">The port at which the client takes payments.</param>
/// <param name="Tls">Whether the link is encrypted.</param>
/// <param name="Keyed">Whether it logged in with a key.</param>
/// <param name="Since">When it logged in, UTC.</param>
/// <param name="LastMessageAt">When the last message came, UTC.</param>
/// <param name="Requests">Messages received.</param>
/// <param name="Bytes">Bytes received.</param>
internal sealed record SessionShape(
    long Id, string Account, string Address, int Port, bool Tls, bool Keyed, DateTime Since, DateTime LastMessageAt, long Requests, long Bytes);

/// <summary>A page of sessions, the latest login first.</summary>
/// <param name="Items">The sessions.</param>
/// <param name="Next">The cursor of the page of earlier ones; null on the last.</param>
internal sealed record SessionList(IReadOnlyList<SessionShape> Items, string? Next);
