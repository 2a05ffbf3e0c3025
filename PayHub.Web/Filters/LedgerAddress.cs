using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Web.Looks;

namespace PayHub.Web.Filters;

/// <summary>Which transfers an address asks for, told alike to the screen and to the export of what is on it.</summary>
internal static class LedgerAddress
{
    /// <summary>The names under which the filter stands.</summary>
    public static readonly IReadOnlyList<string> Names = ["account", "counterparty", "kind", "min", "max", "since", "until", "id"];

    /// <summary>Reads the filter.</summary>
    public static LedgerFilter Filter(this AddressParts parts, MoneyFormat format) => new(
        parts.Text("account"),
        parts.Word<TransferKind>("kind"),
        parts.Read<long>("min", format.TryParse),
        parts.Read<long>("max", format.TryParse),
        parts.Read("id", (string text, out long id) => long.TryParse(text.TrimStart('#'), out id) && id > 0),
        parts.Text("counterparty"),
        parts.Moment("since"),
        parts.Moment("until"));
}
