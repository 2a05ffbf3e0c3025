namespace PayHub.Bench.Seeding;

/// <summary>What to make.</summary>
/// <param name="Folder">The data directory, which must not hold a hub yet.</param>
/// <param name="Accounts">How many accounts.</param>
/// <param name="Transfers">How many transfers in all, the opening balances among them.</param>
/// <param name="SignedPercent">How many of a hundred accounts have a key, and so sign what they pay.</param>
/// <param name="Days">Over how many days, up to now, it all happened.</param>
/// <param name="Seed">The same seed makes the same people and payments; keys and hashes differ.</param>
internal sealed record SeedPlan(DirectoryInfo Folder, int Accounts, int Transfers, int SignedPercent, int Days, int Seed);

/// <summary>What was made.</summary>
internal sealed record SeedCounts
{
    public int Accounts { get; set; }

    public int Transfers { get; set; }

    public int Payments { get; set; }

    public int Signed { get; set; }

    public int ByOperators { get; set; }

    public int Refused { get; set; }

    public int Frozen { get; set; }

    public int Closed { get; set; }

    public int Sessions { get; set; }

    public int Friendships { get; set; }
}
