using PayHub.Data.Queries;

namespace PayHub.Web.Filters;

/// <summary>Which acts of operators an address asks for, told alike to the screen and to the export of what is on it.</summary>
internal static class AuditAddress
{
    /// <summary>The names under which the filter stands.</summary>
    public static readonly IReadOnlyList<string> Names = ["operator", "action", "type", "target", "since", "until"];

    /// <summary>Reads the filter.</summary>
    public static AuditFilter AuditFilter(this AddressParts parts) => new(
        parts.Text("operator"), parts.Text("action"), parts.Text("type"), parts.Text("target"), parts.Moment("since"), parts.Moment("until"));
}
