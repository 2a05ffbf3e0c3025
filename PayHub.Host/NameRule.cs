using PayHub.Data.Ledger;
using PayHub.Protocol;

namespace PayHub.Host;

/// <summary>The wire's grammar of account names, for operators.</summary>
internal sealed class NameRule : INameRule
{
    public bool Allows(string name) => AccountName.IsValid(name);
}
