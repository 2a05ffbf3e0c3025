using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PayHub.Tests.Browser;

/// <summary>Accessibility faults, by axe.</summary>
internal static class Axe
{
    private static readonly AxeRunOptions Violations = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>The serious faults of a part of a page, in words.</summary>
    public static async Task<IEnumerable<string>> SeriousFaultsAsync(this ILocator part, string where) =>
        from violation in (await part.RunAxe(Violations)).Violations
        where violation.Impact is "serious" or "critical"
        from node in violation.Nodes
        select $"{where}: {violation.Id} ({violation.Impact}): {node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}";
}
