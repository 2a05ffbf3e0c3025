using System.Globalization;
using PayHub.Tests.Browser;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

/// <summary>A file of any size is streamed. Alone, because the memory of other tests would count.</summary>
[Collection(Alone.Name)]
public sealed class ExportMemoryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_file_takes_no_more_memory_than_a_small_one()
    {
        const int Count = 400_000;
        using var folder = new TemporaryFolder();
        var hub = Hub.Start(folder.Path, Operating.WithOperator);
        await using (var alice = await hub.LogInAsync("alice"))
        await using (var bob = await hub.LogInAsync("bob", 7002))
            Fill(Path.Combine(folder.Path, "payhub.db"), Count);
        using var http = await ExportTests.SignedInAsync(hub);
        using var response = await http.GetAsync("/export/ledger.csv?kind=payment", HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        using var lines = new StreamReader(body);
        await lines.ReadLineAsync(Stop);
        long expected = Count + 2, before = 0, most = 0;
        while (await lines.ReadLineAsync(Stop) is { } line)
        {
            Assert.Equal(expected--, long.Parse(line.AsSpan(0, line.IndexOf(',', StringComparison.Ordinal)), CultureInfo.InvariantCulture));
            if (expected % 40_000 != 0)
                continue;
            var held = GC.GetTotalMemory(forceFullCollection: true);
            (before, most) = (before == 0 ? held : before, Math.Max(most, held));
        }
        Assert.Equal(2, expected);
        TestContext.Current.TestOutputHelper?.WriteLine($"{before:N0} bytes held at first, {most:N0} at most");
        Assert.InRange(most - before, long.MinValue, 16_000_000);
        hub.Errors.AssertNoneUnexpected();
        await hub.StopAsync();
    }

    // Straight into the file, by rules of its own: such a ledger does not verify, and is only read.
    private static void Fill(string file, int count) => TestDatabase.Execute(file, $"""
        BEGIN;
        WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < {count + 2})
        INSERT INTO transfers (id, debit_id, credit_id, amount, debit_after, credit_after, kind, at, digest)
        SELECT i, 2, 3, 1, 0, 0, 0, 1000000 + i, x'00' FROM n;
        UPDATE ledger_head SET last_transfer = {count + 2};
        COMMIT;
        """);
}
