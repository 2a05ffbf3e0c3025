namespace PayHub.Data.Ledger;

/// <summary>What accounts may be called. The wire's grammar says it, which data does not know.</summary>
public interface INameRule
{
    /// <summary>Whether a new account may have that name, if it is free.</summary>
    bool Allows(string name);
}
