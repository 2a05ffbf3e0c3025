using Microsoft.Extensions.Localization;
using PayHub.Data.Integrity;
using PayHub.Web.Looks;

namespace PayHub.Web.Components.OverviewParts;

/// <summary>How good a sign is.</summary>
internal enum HealthLevel
{
    Unknown,
    Good,
    Warn,
    Bad,
}

/// <summary>One sign of the hub's health, in words that need no colour.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Href">The page behind it.</param>
/// <param name="Level">How good it is.</param>
/// <param name="Word">The same in a word.</param>
/// <param name="Value">What was found.</param>
internal sealed record HealthSign(string Name, string Href, HealthLevel Level, string Word, string Value)
{
    private const long LittleSpace = 2_000_000_000;
    private const long NoSpace = 300_000_000;
    private static readonly TimeSpan BackupsAge = TimeSpan.FromHours(26);
    private static readonly TimeSpan VerificationsAge = TimeSpan.FromDays(8);

    /// <summary>All signs, in the order of the strip; each unknown while nothing is known.</summary>
    public static IReadOnlyList<HealthSign> Of(Health? health, IStringLocalizer<Words> t, MoneyFormat format) =>
        [Writer(health, t), Sum(health, t, format), Verification(health, t), Backup(health, t), Disk(health, t)];

    private static HealthSign Writer(Health? h, IStringLocalizer<Words> t) => h is null
        ? Unknown(t["Ledger writer"], "/ledger", t)
        : h.WriterAlive
        ? new(t["Ledger writer"], "/ledger", HealthLevel.Good, t["good"], t["payments are written"])
        : new(t["Ledger writer"], "/ledger", HealthLevel.Bad, t["stopped"], t["the ledger can't be written: see the hub's log"]);

    private static HealthSign Sum(Health? h, IStringLocalizer<Words> t, MoneyFormat format) => h is null
        ? Unknown(t["Sum of balances"], "/integrity", t)
        : h.SumOfBalances == 0
        ? new(t["Sum of balances"], "/integrity", HealthLevel.Good, t["good"], t["zero, as it must be"])
        : new(t["Sum of balances"], "/integrity", HealthLevel.Bad, t["wrong"], t["off by {0} {1}", format.Format(h.SumOfBalances), format.Code]);

    private static HealthSign Verification(Health? h, IStringLocalizer<Words> t)
    {
        var (name, href) = (t["Last verification"], "/integrity");
        if (h?.LastVerification is not { } last)
            return h is null ? Unknown(name, href, t) : new(name, href, HealthLevel.Warn, t["never"], t["run one"]);
        var ago = Ago(h.At - last.At, t);
        return last.Fault is not null ? new(name, href, HealthLevel.Bad, t["fault"], ago)
            : h.At - last.At > VerificationsAge ? new(name, href, HealthLevel.Warn, t["long ago"], ago)
            : new(name, href, HealthLevel.Good, t["good"], ago);
    }

    private static HealthSign Backup(Health? h, IStringLocalizer<Words> t)
    {
        var (name, href) = (t["Last backup"], "/integrity");
        if (h?.LastBackup is not { } last)
            return h is null ? Unknown(name, href, t) : new(name, href, HealthLevel.Warn, t["never"], t["make one"]);
        var ago = Ago(h.At - last.At, t);
        return h.At - last.At > BackupsAge ? new(name, href, HealthLevel.Warn, t["long ago"], ago) : new(name, href, HealthLevel.Good, t["good"], ago);
    }

    private static HealthSign Disk(Health? h, IStringLocalizer<Words> t)
    {
        var (name, href) = (t["Disk"], "/integrity");
        if (h is null)
            return Unknown(name, href, t);
        var free = t["{0} free", Units.Bytes(h.DiskFree)];
        return h.DiskFree < NoSpace ? new(name, href, HealthLevel.Bad, t["full"], free)
            : h.DiskFree < LittleSpace ? new(name, href, HealthLevel.Warn, t["getting full"], free)
            : new(name, href, HealthLevel.Good, t["good"], free);
    }

    private static HealthSign Unknown(string name, string href, IStringLocalizer<Words> t) => new(name, href, HealthLevel.Unknown, t["looking"], "\u00a0");

    private static string Ago(TimeSpan time, IStringLocalizer<Words> t) =>
        time < TimeSpan.FromMinutes(1) ? t["just now"] : t["{0} ago", Units.Duration(time)];
}
