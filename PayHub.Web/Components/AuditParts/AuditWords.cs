namespace PayHub.Web.Components.AuditParts;

/// <summary>What screens call the acts of operators. An act without words of its own is shown by its name.</summary>
internal static class AuditWords
{
    /// <summary>The acts by their names, in the order in which they are offered as a filter.</summary>
    public static readonly IReadOnlyDictionary<string, string> Actions = new Dictionary<string, string>
    {
        ["account.open"] = "Opened an account",
        ["account.deposit"] = "Deposited",
        ["account.withdraw"] = "Withdrew",
        ["transfer.reverse"] = "Reversed a transfer",
        ["account.freeze"] = "Froze an account",
        ["account.unfreeze"] = "Unfroze an account",
        ["account.close"] = "Closed an account",
        ["account.open-enrolment"] = "Opened the way for a new key",
        ["account.note"] = "Wrote a note",
        ["session.disconnect"] = "Disconnected a session",
        ["operator.invite"] = "Invited an operator",
        ["operator.link"] = "Made a one-time link",
        ["operator.join"] = "Used a one-time link",
        ["operator.admin-link"] = "Signed in by a one-time link of the hub",
        ["operator.role"] = "Changed a role",
        ["operator.disable"] = "Disabled an operator",
        ["operator.enable"] = "Enabled an operator",
        ["operator.revoke-link"] = "Took a one-time link back",
        ["operator.password"] = "Changed their password",
        ["operator.passkey"] = "Changed their passkeys",
        ["operator.authenticator"] = "Changed their authenticator app",
        ["operator.recovery-codes"] = "Made new recovery codes",
        ["operator.end-sessions"] = "Ended an operator's sessions",
        ["api-key.create"] = "Made an API key",
        ["api-key.revoke"] = "Revoked an API key",
        ["webhook.create"] = "Added a webhook",
        ["webhook.change"] = "Changed a webhook",
        ["webhook.delete"] = "Deleted a webhook",
        ["webhook.redeliver"] = "Sent an event again",
        ["integrity.verify"] = "Had the ledger verified",
        ["integrity.cancel"] = "Cancelled a verification",
        ["integrity.backup"] = "Made a backup",
        ["integrity.download"] = "Downloaded a backup",
    };

    /// <summary>The kinds of things that acts are done to.</summary>
    public static readonly IReadOnlyDictionary<string, string> Targets = new Dictionary<string, string>
    {
        ["account"] = "account",
        ["transfer"] = "transfer",
        ["session"] = "session",
        ["operator"] = "operator",
        ["api-key"] = "API key",
        ["webhook"] = "webhook",
        ["hub"] = "hub",
        ["backup"] = "backup",
    };
}
