using PayHub.Data.Live;
using PayHub.Data.Model;

namespace PayHub.Data.Queries;

/// <summary>An account on its own page.</summary>
/// <param name="Account">The account.</param>
/// <param name="LastSeen">When it was last seen, UTC; null for never.</param>
/// <param name="Keys">Its keys, the newest first; at most <see cref="AccountDetails.Most"/>.</param>
/// <param name="EnrolmentUntil">Until when a window for a new key is open, UTC; null where none is.</param>
public sealed record AccountView(Account Account, DateTimeOffset? LastSeen, IReadOnlyList<KeyPeriod> Keys, DateTimeOffset? EnrolmentUntil);

/// <summary>A key and the stretch of the ledger in which it was the account's.</summary>
/// <param name="Fingerprint">base64url(SHA-256(SubjectPublicKeyInfo)).</param>
/// <param name="FromTransfer">The last transfer of the ledger before it was bound; 0 for none.</param>
/// <param name="Since">The time of that transfer or, where it is later, of the account's opening: the key was bound then, or after it. UTC.</param>
/// <param name="ToTransfer">The last transfer before it was ended; null while it is current.</param>
/// <param name="Until">The time of that transfer, UTC.</param>
public sealed record KeyPeriod(string Fingerprint, long FromTransfer, DateTimeOffset Since, long? ToTransfer, DateTimeOffset? Until);

/// <summary>What is between an account and another, as seen from the first.</summary>
public enum RelationKind
{
    /// <summary>They are friends.</summary>
    Friends,

    /// <summary>It has asked the other.</summary>
    HasAsked,

    /// <summary>The other has asked it.</summary>
    WasAsked,

    /// <summary>It blocks the other.</summary>
    Blocks,

    /// <summary>The other blocks it.</summary>
    IsBlocked,
}

/// <summary>What is between an account and another.</summary>
/// <param name="Name">The other's name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Since">Since when, UTC; null where that is not kept.</param>
public sealed record Relation(string Name, RelationKind Kind, DateTimeOffset? Since);

/// <summary>A session that is over.</summary>
/// <param name="Id">Ascending.</param>
/// <param name="Ip">The client's address.</param>
/// <param name="Port">The port at which it took payments.</param>
/// <param name="IsTls">Whether it came over TLS.</param>
/// <param name="IsKeyed">Whether it logged in with a key.</param>
/// <param name="Started">UTC.</param>
/// <param name="Ended">UTC.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Requests">Messages received in it.</param>
/// <param name="Bytes">Bytes received in it.</param>
public sealed record PastSession(
    long Id, string Ip, int Port, bool IsTls, bool IsKeyed, DateTimeOffset Started, DateTimeOffset Ended, SessionEnd End, long Requests, long Bytes);

/// <summary>A stretch of a list that is read by key, the newest first.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">The list goes on with what is older than this id; null at its end.</param>
public sealed record Stretch<T>(IReadOnlyList<T> Rows, long? Next);
