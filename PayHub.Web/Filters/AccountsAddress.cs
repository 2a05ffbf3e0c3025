using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Web.Filters;

/// <summary>Which accounts an address asks for, told alike to the screen and to the export of what is on it.</summary>
internal static class AccountsAddress
{
    /// <summary>Reads the filter.</summary>
    public static AccountFilter AccountFilter(this AddressParts parts) => new(
        parts.Text("name"),
        parts.Word<AccountStatus>("status"),
        parts.Word<KeyKind>("key"),
        parts.Word<AccountOrder>("sort") ?? AccountOrder.Newest);
}
