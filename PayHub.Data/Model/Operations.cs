using Microsoft.AspNetCore.Identity;

namespace PayHub.Data.Model;

/// <summary>A person who runs the hub: an Identity user.</summary>
public sealed class Operator : IdentityUser
{
    /// <summary>When the operator was made, microseconds UTC.</summary>
    public long CreatedAt { get; set; }

    /// <summary>When the operator last signed in, microseconds UTC; null for never.</summary>
    public long? LastSignInAt { get; set; }

    /// <summary>Since when the operator may not sign in, microseconds UTC; null while they may.</summary>
    public long? DisabledAt { get; set; }
}

/// <summary>A one-time link: for somebody who is to become an operator, or for one who lost the way in.</summary>
public sealed class OperatorInvitation
{
    /// <summary>Ascending.</summary>
    public long Id { get; set; }

    /// <summary>SHA-256 of the link's token.</summary>
    public required byte[] TokenHash { get; set; }

    /// <summary>Whom it is for, in words of whoever made it: an e-mail address, say.</summary>
    public required string Email { get; set; }

    /// <summary>The role that a new operator gets, of <see cref="OperatorRoles"/>.</summary>
    public required string Role { get; set; }

    /// <summary>The operator who gets a new way in; null where the link makes a new one.</summary>
    public string? OperatorId { get; set; }

    /// <summary>The Admin who made it, by id.</summary>
    public required string CreatedBy { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long CreatedAt { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long ExpiresAt { get; set; }
}

/// <summary>What lets a program in at the REST API. Its secret is shown once and kept as a hash.</summary>
public sealed class ApiKey
{
    /// <summary>Its id, which stands in the secret too.</summary>
    public long Id { get; set; }

    /// <summary>What it is for.</summary>
    public required string Name { get; set; }

    /// <summary>What it may do, of <see cref="OperatorRoles"/>.</summary>
    public required string Role { get; set; }

    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] SecretHash { get; set; }

    /// <summary>The Admin who made it, by the user name, which stays theirs for good.</summary>
    public required string CreatedBy { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long CreatedAt { get; set; }

    /// <summary>Microseconds UTC, to the minute; null for never.</summary>
    public long? LastUsedAt { get; set; }

    /// <summary>Microseconds UTC; null while it holds.</summary>
    public long? RevokedAt { get; set; }
}

/// <summary>What an operator noted about an account. Never shown to its owner.</summary>
public sealed class AccountNote
{
    /// <summary>Ascending.</summary>
    public long Id { get; set; }

    /// <summary>The account.</summary>
    public long AccountId { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long At { get; set; }

    /// <summary>The operator's Identity id.</summary>
    public required string OperatorId { get; set; }

    /// <summary>The operator's name at the time.</summary>
    public required string OperatorName { get; set; }

    /// <summary>The note.</summary>
    public required string Text { get; set; }
}

/// <summary>What an operator may do; each role includes those before it.</summary>
public static class OperatorRoles
{
    /// <summary>Sees.</summary>
    public const string Viewer = "Viewer";

    /// <summary>Also deposits, withdraws and reverses.</summary>
    public const string Cashier = "Cashier";

    /// <summary>Also freezes, closes, manages operators and keys.</summary>
    public const string Admin = "Admin";

    /// <summary>For what needs a Cashier: the roles that may, as authorization attributes take them.</summary>
    public const string AtLeastCashier = Cashier + "," + Admin;

    /// <summary>All of them, the least first.</summary>
    public static readonly IReadOnlyList<string> All = [Viewer, Cashier, Admin];

    /// <summary>Whether who has a role may do what another needs.</summary>
    /// <param name="held">The role that is held; null for none.</param>
    /// <param name="needed">The role that is needed.</param>
    public static bool Includes(string? held, string needed) => held is not null && All.SkipWhile(one => one != needed).Contains(held);
}

/// <summary>An identity or sealing key of the hub, with the time in which it was in use.</summary>
public sealed class HubKey
{
    /// <summary>base64url(SHA-256(SubjectPublicKeyInfo)).</summary>
    public required string Fingerprint { get; set; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public required byte[] Spki { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long FromAt { get; set; }

    /// <summary>Microseconds UTC; null while in use.</summary>
    public long? ToAt { get; set; }
}

/// <summary>One act of an operator, chained by hash to the one before.</summary>
public sealed class AuditEntry
{
    /// <summary>1, 2, 3, without gaps.</summary>
    public long Id { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long At { get; set; }

    /// <summary>The operator's Identity id.</summary>
    public required string OperatorId { get; set; }

    /// <summary>The operator's name at the time.</summary>
    public required string OperatorName { get; set; }

    /// <summary>From where.</summary>
    public required string Ip { get; set; }

    /// <summary>What was done.</summary>
    public required string Action { get; set; }

    /// <summary>What kind of thing it was done to.</summary>
    public required string TargetType { get; set; }

    /// <summary>Which one.</summary>
    public required string TargetId { get; set; }

    /// <summary>The transfer that it made, if any.</summary>
    public long? TransferId { get; set; }

    /// <summary>Why, in the operator's words.</summary>
    public string? Reason { get; set; }

    /// <summary>What stood there before.</summary>
    public string? Before { get; set; }

    /// <summary>What stands there since.</summary>
    public string? After { get; set; }

    /// <summary>The previous row's hash.</summary>
    public required byte[] PrevHash { get; set; }

    /// <summary>This row's hash.</summary>
    public required byte[] Hash { get; set; }
}

/// <summary>An address that is told of events.</summary>
public sealed class Webhook
{
    /// <summary>Its id.</summary>
    public long Id { get; set; }

    /// <summary>Where events are sent.</summary>
    public required string Url { get; set; }

    /// <summary>The HMAC-SHA256 key, protected.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>The names of the events wanted, separated by spaces.</summary>
    public required string Events { get; set; }

    /// <summary>Whether events are sent.</summary>
    public bool Enabled { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long CreatedAt { get; set; }

    /// <summary>The last transfer that was looked at for it.</summary>
    public long TransferCursor { get; set; }

    /// <summary>The last refusal that was looked at for it.</summary>
    public long RefusalCursor { get; set; }

    /// <summary>The last entry of the outbox that was looked at for it.</summary>
    public long OutboxCursor { get; set; }
}

/// <summary>One event on its way to one webhook.</summary>
public sealed class Delivery
{
    /// <summary>Ascending.</summary>
    public long Id { get; set; }

    /// <summary>The webhook.</summary>
    public long WebhookId { get; set; }

    /// <summary>Which event: unique a webhook.</summary>
    public required string EventKey { get; set; }

    /// <summary>The event's name.</summary>
    public required string Event { get; set; }

    /// <summary>What is sent.</summary>
    public required string Payload { get; set; }

    /// <summary>When it was put on its way, microseconds UTC.</summary>
    public long CreatedAt { get; set; }

    /// <summary>Tries so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Microseconds UTC of the next try; null when done or given up.</summary>
    public long? NextAt { get; set; }

    /// <summary>Microseconds UTC of the accepted try.</summary>
    public long? DeliveredAt { get; set; }

    /// <summary>What the last try gave.</summary>
    public string? LastStatus { get; set; }
}

/// <summary>A rare event, written in the transaction that it reports.</summary>
public sealed class OutboxEntry
{
    /// <summary>Ascending, and never given twice.</summary>
    public long Id { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long At { get; set; }

    /// <summary>The event's name.</summary>
    public required string Kind { get; set; }

    /// <summary>What is reported.</summary>
    public required string Payload { get; set; }
}

/// <summary>What was answered to a request that may be sent again.</summary>
public sealed class IdempotencyRecord
{
    /// <summary>Who asked.</summary>
    public long ApiKeyId { get; set; }

    /// <summary>The asker's key for the request.</summary>
    public required string Key { get; set; }

    /// <summary>SHA-256 of the request.</summary>
    public required byte[] RequestHash { get; set; }

    /// <summary>What was answered.</summary>
    public required string Response { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long At { get; set; }
}
