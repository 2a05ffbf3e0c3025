using System.Globalization;

namespace PayHub.Bench.Dashboards;

/// <summary>What a hub sends a page to show, of which only the links to transfers are read.</summary>
internal static class RenderBatch
{
    // Its length's single byte stands before each string that is so short.
    private static ReadOnlySpan<byte> Link => "/ledger/"u8;

    /// <summary>The newest transfer that a batch brings a link to.</summary>
    /// <returns>Its number; 0 if there is none.</returns>
    public static long NewestTransfer(ReadOnlySpan<byte> batch)
    {
        var newest = 0L;
        for (int at; (at = batch.IndexOf(Link)) >= 0; batch = batch[(at + Link.Length)..])
        {
            var end = at > 0 ? at + batch[at - 1] : 0;
            if (end > at + Link.Length && end <= batch.Length
                && long.TryParse(batch[(at + Link.Length)..end], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                newest = Math.Max(newest, id);
        }
        return newest;
    }
}
