namespace PayHub.Bench.Reading;

/// <summary>One question that a page asks, with other arguments at each call.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="CallAsync">Asks it once.</param>
internal sealed record QueryCase(string Name, Func<CancellationToken, Task> CallAsync);

/// <summary>How long a question takes to be answered, in milliseconds.</summary>
/// <param name="Query">What is asked.</param>
/// <param name="First">The first call in this process: compiling the query is in it.</param>
/// <param name="P50">Half of the later calls take no longer.</param>
/// <param name="P99">99 % of them.</param>
/// <param name="Max">The slowest.</param>
/// <param name="Cpu">The processor time of a later call, on average: what is left of the others on a machine with nothing else to do.</param>
internal sealed record QueryFigures(string Query, double First, double P50, double P99, double Max, double Cpu)
{
    /// <summary>What an operator may wait for, milliseconds.</summary>
    public const double Bar = 150;

    /// <summary>Whether the bar holds.</summary>
    public bool Holds => P99 <= Bar;
}
