namespace PayHub.Data.Settings;

/// <summary>Who may open accounts.</summary>
public enum RegistrationMode
{
    /// <summary>Anyone who can reach the hub.</summary>
    Open,

    /// <summary>Only operators.</summary>
    Closed,
}

/// <summary>The database engines that the hub runs on.</summary>
public enum DatabaseProvider
{
    /// <summary>One file in the data directory.</summary>
    Sqlite,
}

/// <summary>The keys directly under <c>PayHub</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "PayHub";

    /// <summary>Database, keys and certificates; relative to where the host is started.</summary>
    public string DataDirectory { get; set; } = "data";
}

/// <summary><c>PayHub:Hub</c>: how the hub presents itself.</summary>
public sealed class HubOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "PayHub:Hub";

    /// <summary>Shown by wallets and the dashboard.</summary>
    public string Name { get; set; } = "PayHub";
}

/// <summary><c>PayHub:Accounts</c>: who gets an account, and what an account may do.</summary>
public sealed class AccountsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "PayHub:Accounts";

    /// <summary>Who may open accounts.</summary>
    public RegistrationMode Registration { get; set; } = RegistrationMode.Open;

    /// <summary>Granted at registration from <c>@issuance</c>, minor units; 0 grants nothing.</summary>
    public long OpeningBalance { get; set; } = 10_000;

    /// <summary>May accounts without a key exist.</summary>
    public bool AllowKeyless { get; set; } = true;

    /// <summary>The largest single payment by a keyless account, minor units; 0 is no limit.</summary>
    public long KeylessPaymentLimit { get; set; }

    /// <summary>The most that a keyless account may pay in a UTC day, minor units; 0 is no limit.</summary>
    public long KeylessDailyLimit { get; set; }
}

/// <summary><c>PayHub:Currency</c>: how amounts are shown.</summary>
public sealed class CurrencyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "PayHub:Currency";

    /// <summary>Stands behind amounts, such as <c>PTS</c> or <c>EUR</c>.</summary>
    public string Code { get; set; } = "PTS";

    /// <summary>Digits behind the decimal point, 0 to 8.</summary>
    public int Decimals { get; set; }
}

/// <summary><c>PayHub:Database</c>: where accounts and ledger are kept.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "PayHub:Database";

    /// <summary>The engine.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Empty: <c>payhub.db</c> in the data directory.</summary>
    public string ConnectionString { get; set; } = "";
}
