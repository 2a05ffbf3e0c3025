namespace PayHub.Data.Ledger;

/// <summary>The wire's grammar of account names, which the ledger does not know: for accounts that operators open.</summary>
public interface INameRule
{
    /// <summary>Whether an account may be called so. May be called from several threads at once.</summary>
    bool Allows(string name);
}
