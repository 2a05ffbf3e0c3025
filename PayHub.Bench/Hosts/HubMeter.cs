namespace PayHub.Bench.Hosts;

/// <summary>What a hub used while it worked. What it does not show is null.</summary>
/// <param name="Cpu">CPU time of its process on all cores.</param>
/// <param name="Megabytes">Its working set at the end.</param>
/// <param name="Figures">What was added at <c>/metrics</c>.</param>
internal sealed record HubUse(TimeSpan? Cpu, double? Megabytes, Metrics Figures)
{
    /// <summary>Bytes allocated by managed code.</summary>
    public double? Allocated => Figures.Sum("dotnet_gc_heap_total_allocated_bytes_total");

    /// <summary>Collections of the whole heap.</summary>
    public double? Gen2Collections => Figures.Sum("dotnet_gc_collections_total", "gc_heap_generation=\"gen2\"");

    /// <summary>Commits, each of which syncs the disk once.</summary>
    public double? Commits => Figures.Sum("payhub_ledger_batch_size_count");

    /// <summary>Commands to the ledger, payments among them.</summary>
    public double? Commands => Figures.Sum("payhub_ledger_batch_size_sum");

    /// <summary>How long the writer worked.</summary>
    public double? WriterSeconds => Figures.Sum("payhub_ledger_batch_duration_seconds_sum");

    /// <summary>How long of that it waited for the disk.</summary>
    public double? CommitSeconds => Figures.Sum("payhub_ledger_commit_duration_seconds_sum");

    public double? BatchPercentile(double part) => Figures.Percentile("payhub_ledger_batch_size", part);
}

/// <summary>Reads what a hub uses: of a child process by the operating system, of any by its <c>/metrics</c>.</summary>
/// <param name="address">The hub.</param>
/// <param name="host">Its process, where it is a child of this one.</param>
internal sealed class HubMeter(HubAddress address, HostUnderTest? host)
{
    private Metrics _before = Metrics.None;
    private TimeSpan _cpuBefore;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _before = await address.ReadMetricsAsync(cancellationToken);
        _cpuBefore = host?.CpuTime ?? TimeSpan.Zero;
    }

    public async Task<HubUse> StopAsync(CancellationToken cancellationToken)
    {
        var cpu = host?.CpuTime - _cpuBefore;
        var now = await address.ReadMetricsAsync(cancellationToken);
        var since = now.Since(_before);
        var workingSet = host?.WorkingSet ?? now.Sum("dotnet_process_memory_working_set_bytes");
        return new HubUse(cpu ?? Seconds(since.Sum("dotnet_process_cpu_time_seconds_total")), workingSet / 1e6, since);
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
