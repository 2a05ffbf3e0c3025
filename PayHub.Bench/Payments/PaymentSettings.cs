using PayHub.Bench.Hosts;

namespace PayHub.Bench.Payments;

/// <summary>What the verb <c>payments</c> is asked for.</summary>
internal sealed record PaymentSettings
{
    public required PaymentMode Mode { get; init; }

    public required int Pairs { get; init; }

    /// <summary>Payments of a pair under way at once, without a rate.</summary>
    public required int Window { get; init; }

    /// <summary>Payments a second, due one after the other; none for as fast as answers come.</summary>
    public int? Rate { get; init; }

    public required TimeSpan Duration { get; init; }

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Payments a second that are made beforehand, where each may be sent once.</summary>
    public required int Prepare { get; init; }

    /// <summary>Whether half of the maximum rate is measured as well.</summary>
    public bool Half { get; init; }

    public bool Curve { get; init; }

    public bool Pgbench { get; init; }

    /// <summary>A directory on a copy of which is measured as well.</summary>
    public DirectoryInfo? Data { get; init; }

    /// <summary>A hub that runs already.</summary>
    public HubAddress? Hub { get; init; }

    /// <summary>Room for what is under way at a fixed rate while the hub stalls.</summary>
    public int MostAtOnce => Rate is null && !Half ? Window : Math.Max(Window, 256);

    /// <summary>How many payments each pair has beforehand; some pairs are served more often than others.</summary>
    public int PaymentsAPair(int pairs) => (int)(1.3 * Prepare * (WarmUp + (Half ? 2 : 1) * Duration).TotalSeconds / pairs) + 200;
}
