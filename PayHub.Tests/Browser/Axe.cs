using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace PayHub.Tests.Browser;

/// <summary>Accessibility faults, by axe.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    private const string FaultsOf = """
        async part => (await axe.run(part, { resultTypes: ['violations'] })).violations
          .filter(violation => ['serious', 'critical'].includes(violation.impact))
          .flatMap(violation => violation.nodes.map(node =>
            `${violation.id} (${violation.impact}): ${node.html} ${node.any.map(check => check.message).join('; ')}`))
        """;

    /// <summary>The serious faults of a part of a page, in words.</summary>
    // Axe's own package for Playwright opens another page for each run, which takes as long as the check itself.
    public static async Task<IEnumerable<string>> SeriousFaultsAsync(this ILocator part, string where)
    {
        if (!await part.Page.EvaluateAsync<bool>("() => 'axe' in window"))
            await part.Page.EvaluateAsync(Script);
        return (await part.EvaluateAsync<string[]>(FaultsOf)).Select(fault => $"{where}: {fault}");
    }
}
