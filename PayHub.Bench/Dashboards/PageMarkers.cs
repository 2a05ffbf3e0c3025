using System.Text.RegularExpressions;

namespace PayHub.Bench.Dashboards;

/// <summary>What a page's HTML holds for its circuit.</summary>
/// <param name="Operations">The components that become live, as blazor.web.js asks for them.</param>
/// <param name="State">What prerendering left for them; protected by the hub.</param>
internal sealed partial record PageMarkers(string Operations, string State)
{
    /// <exception cref="BenchException">The page has no live components.</exception>
    public static PageMarkers Read(string html)
    {
        var components = Component().Matches(html).Select((match, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{match.Groups[1].Value}}}""").ToList();
        return components.Count > 0
            ? new PageMarkers($$"""{"batchId":1,"operations":[{{string.Join(',', components)}}]}""", PrerenderedState().Match(html).Groups[1].Value)
            : throw new BenchException("A page of the dashboard has nothing on it that becomes live.");
    }

    [GeneratedRegex("<!--Blazor:(\\{\"type\":\"server\".*?\\})-->", RegexOptions.Singleline)]
    private static partial Regex Component();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex PrerenderedState();
}
