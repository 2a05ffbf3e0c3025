using PayHub.Bench.Hosts;

namespace PayHub.Tests.Bench;

public sealed class MetricsTests
{
    private const string Before = """
        # TYPE payhub_ledger_batch_size_command histogram
        payhub_ledger_batch_size_bucket{otel_scope_name="PayHub.Ledger",le="1"} 5 1700000000000
        payhub_ledger_batch_size_bucket{otel_scope_name="PayHub.Ledger",le="4"} 9 1700000000000
        payhub_ledger_batch_size_bucket{otel_scope_name="PayHub.Ledger",le="+Inf"} 10 1700000000000
        payhub_ledger_batch_size_sum{otel_scope_name="PayHub.Ledger"} 30
        payhub_ledger_batch_size_count{otel_scope_name="PayHub.Ledger"} 10
        dotnet_gc_collections_total{gc_heap_generation="gen0"} 7
        dotnet_gc_collections_total{gc_heap_generation="gen2"} 1
        a_gauge 2.5
        a_gauge_of_another_name 100

        no sample at all
        """;

    private static readonly Metrics Read = Metrics.Parse(Before);

    [Fact]
    public void Samples_are_summed_by_their_whole_name_and_by_a_label()
    {
        Assert.Equal(2.5, Read.Sum("a_gauge"));
        Assert.Equal(8, Read.Sum("dotnet_gc_collections_total"));
        Assert.Equal(1, Read.Sum("dotnet_gc_collections_total", "gc_heap_generation=\"gen2\""));
        Assert.Equal(30, Read.Sum("payhub_ledger_batch_size_sum"));
        Assert.Null(Read.Sum("payhub_ledger"));
        Assert.Null(Metrics.None.Sum("a_gauge"));
    }

    [Fact]
    public void A_percentile_is_the_bound_of_its_bucket()
    {
        Assert.Equal(1, Read.Percentile("payhub_ledger_batch_size", 0.5));
        Assert.Equal(4, Read.Percentile("payhub_ledger_batch_size", 0.9));
        Assert.Equal(double.PositiveInfinity, Read.Percentile("payhub_ledger_batch_size", 0.99));
        Assert.Null(Read.Percentile("another", 0.5));
    }

    [Fact]
    public void What_lies_between_two_moments_is_what_was_added()
    {
        var later = Metrics.Parse(Before.Replace("\"1\"} 5", "\"1\"} 6", StringComparison.Ordinal)
            .Replace("\"4\"} 9", "\"4\"} 19", StringComparison.Ordinal).Replace("+Inf\"} 10", "+Inf\"} 20", StringComparison.Ordinal) + "\nnew_total 3");
        var added = later.Since(Read);
        Assert.Equal(4, added.Percentile("payhub_ledger_batch_size", 0.5));
        Assert.Equal(0, added.Sum("payhub_ledger_batch_size_sum"));
        Assert.Equal(3, added.Sum("new_total"));
        Assert.Null(Read.Since(Read).Percentile("payhub_ledger_batch_size", 0.5));
    }
}
