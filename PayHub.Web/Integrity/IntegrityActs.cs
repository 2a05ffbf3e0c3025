using Microsoft.Extensions.Localization;
using PayHub.Data.Integrity;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Web.Operators;

namespace PayHub.Web.Integrity;

/// <summary>
/// What operators do about the ledger's integrity: a Cashier or an Admin has it verified, an Admin makes backups. Each is
/// written into the audit, then started in the background.
/// </summary>
/// <param name="acts">Who asks, and whether they may.</param>
/// <param name="audit">Written first.</param>
/// <param name="database">For the audit.</param>
/// <param name="verification">Runs it.</param>
/// <param name="backups">Makes them.</param>
/// <param name="t">The operator's language.</param>
public sealed class IntegrityActs(
    OperatorActs acts, AuditTrail audit, PayHubDatabase database, Verification verification, Backups backups, IStringLocalizer<Words> t)
{
    private static readonly (string Type, string Id) Hub = ("hub", "hub");

    /// <summary>Starts a verification.</summary>
    /// <returns>Why it was not started, in words; null where it was.</returns>
    public async Task<LocalizedString?> VerifyAsync()
    {
        if (await acts.TryBeginAsync(OperatorRoles.Cashier, "integrity.verify", Hub, "") is not { } act)
            return t["Only a Cashier or an Admin may do this."];
        if (verification.Progress is not null || !await WriteAsync(act) || !verification.TryStart(act.OperatorName))
            return t["A verification runs already."];
        return null;
    }

    /// <summary>Ends the verification that runs.</summary>
    /// <returns>Why not, in words; null where it was told to end.</returns>
    public async Task<LocalizedString?> CancelVerificationAsync()
    {
        if (await acts.TryBeginAsync(OperatorRoles.Cashier, "integrity.cancel", Hub, "") is not { } act)
            return t["Only a Cashier or an Admin may do this."];
        if (verification.Progress is not null && await WriteAsync(act))
            verification.Cancel();
        return null;
    }

    /// <summary>Starts a backup.</summary>
    /// <returns>Why it was not started, in words; null where it was.</returns>
    public async Task<LocalizedString?> BackUpAsync()
    {
        if (await acts.TryBeginAsync(OperatorRoles.Admin, "integrity.backup", Hub, "") is not { } act)
            return t["Only an Admin may do this."];
        if (backups.Progress is not null || !await WriteAsync(act) || !backups.TryStart())
            return t["A backup is being made already."];
        return null;
    }

    // Nobody is asked for a reason: neither moves money nor cuts anybody off.
    private async Task<bool> WriteAsync(OperatorAct act)
    {
        await using var db = database.OpenWrite();
        return await audit.TryWriteAsync(db, act with { Reason = null }, LiveTopics.None, () => Task.FromResult(true));
    }
}
