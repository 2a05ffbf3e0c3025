namespace PayHub.Client.Interactive;

/// <summary>Which known word a mistyped one was likely meant to be.</summary>
internal static class Suggestion
{
    private const int MaxDistance = 2;

    /// <summary>The nearest word; null where none is near.</summary>
    public static string? For(string typed, IEnumerable<string> known)
    {
        var nearest = known.MinBy(word => Distance(typed, word));
        return nearest is not null && (nearest.StartsWith(typed, StringComparison.Ordinal) || Distance(typed, nearest) <= MaxDistance)
            ? nearest
            : known.FirstOrDefault(word => word.StartsWith(typed, StringComparison.Ordinal));
    }

    // Levenshtein: the least number of characters to insert, delete or replace.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = from[i - 1] == to[j - 1] ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }
        return row[^1];
    }
}
