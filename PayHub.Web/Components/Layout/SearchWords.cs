using PayHub.Data.Queries;

namespace PayHub.Web.Components.Layout;

/// <summary>What the search box calls what it found.</summary>
internal static class SearchWords
{
    /// <summary>The kind as a word.</summary>
    public static string Word(this SearchHit hit) => hit.Kind switch
    {
        SearchKind.Account => "Account",
        SearchKind.Transfer => "Transfer",
        SearchKind.Payment => "Payment",
        SearchKind.Key => "Key",
        _ => hit.Kind.ToString(),
    };
}
