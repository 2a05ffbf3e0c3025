namespace PayHub.Data.Model;

/// <summary>What an account may do. Stored as its number.</summary>
public enum AccountStatus
{
    /// <summary>Pays and is paid.</summary>
    Active = 0,

    /// <summary>Neither pays nor is paid until an operator unfreezes it.</summary>
    Frozen = 1,

    /// <summary>Closed at balance zero, for good; the name is not given again.</summary>
    Closed = 2,
}

/// <summary>How an account shows who it is. Stored as its number.</summary>
public enum KeyKind
{
    /// <summary>By name alone, as in the classic protocol.</summary>
    Keyless = 0,

    /// <summary>By a P-256 key.</summary>
    Keyed = 1,
}

/// <summary>An account: a person's, or one of the hub's own.</summary>
public sealed class Account
{
    /// <summary>The id of the system account that money is issued from and withdrawn to.</summary>
    public const long IssuanceId = 1;

    /// <summary>The name of the system account that money is issued from; no person's name begins with @.</summary>
    public const string IssuanceName = "@issuance";

    /// <summary>Given by the ledger writer, in order.</summary>
    public long Id { get; set; }

    /// <summary>As registered, with its case.</summary>
    public required string Name { get; set; }

    /// <summary>The name in ASCII lower case: what makes names unique.</summary>
    public required string NameKey { get; set; }

    /// <summary>Whether the hub itself owns it; only such an account may owe.</summary>
    public bool IsSystem { get; set; }

    /// <summary>How it logs in.</summary>
    public KeyKind KeyKind { get; set; }

    /// <summary>What it may do.</summary>
    public AccountStatus Status { get; set; }

    /// <summary>In minor units.</summary>
    public long Balance { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long CreatedAt { get; set; }

    /// <summary>The form of a name that is compared: ASCII lower case.</summary>
    public static string KeyOf(string name) => string.Create(name.Length, name, static (key, from) =>
    {
        for (var i = 0; i < key.Length; i++)
            key[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    });
}

/// <summary>When an account was last seen; apart from the account, because it changes often and nothing depends on it.</summary>
public sealed class AccountActivity
{
    /// <summary>The account.</summary>
    public long AccountId { get; set; }

    /// <summary>Microseconds UTC; flushed each minute.</summary>
    public long LastSeen { get; set; }
}

/// <summary>A key bound to an account for a stretch of the ledger. Rows are added and ended, never changed otherwise.</summary>
public sealed class AccountKey
{
    /// <summary>The row that transfers name.</summary>
    public long Id { get; set; }

    /// <summary>The account.</summary>
    public long AccountId { get; set; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public required byte[] Spki { get; set; }

    /// <summary>SHA-256 of <see cref="Spki"/>.</summary>
    public required byte[] SpkiHash { get; set; }

    /// <summary>The last transfer before the key was bound.</summary>
    public long FromTransfer { get; set; }

    /// <summary>The last transfer before the key was ended; null while it is current.</summary>
    public long? ToTransfer { get; set; }
}

/// <summary>An open window for binding a new key to an account.</summary>
public sealed class Enrolment
{
    /// <summary>The account.</summary>
    public long AccountId { get; set; }

    /// <summary>SHA-256 of the one-time code.</summary>
    public required byte[] CodeHash { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>Wrong tries so far.</summary>
    public int Tries { get; set; }
}
