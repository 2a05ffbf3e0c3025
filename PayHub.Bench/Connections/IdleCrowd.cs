using System.Diagnostics;

namespace PayHub.Bench.Connections;

/// <summary>What idle connections cost the process that holds them.</summary>
/// <param name="Bytes">Of memory, each.</param>
/// <param name="ManagedBytes">Of these managed, by what the process says of itself; null where it does not.</param>
/// <param name="PerSecond">How many were taken a second, with all that goes before they are idle.</param>
/// <param name="Before">What the process had in memory before them.</param>
internal sealed record CrowdFigures(double Bytes, double? ManagedBytes, double PerSecond, long Before);

/// <summary>Connections that stay open and say nothing more.</summary>
/// <param name="connect">Opens one, by its number.</param>
internal sealed class IdleCrowd(Func<int, Task<IAsyncDisposable>> connect) : IAsyncDisposable
{
    private const int AtOnce = 32;

    // Code is compiled and pools are filled by these, which are not counted.
    private const int MostFirst = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly List<IAsyncDisposable> _connections = [];

    /// <summary>Connects a number, and says what each cost.</summary>
    /// <param name="count">How many, after a few that only warm up.</param>
    /// <param name="program">The process that holds them.</param>
    /// <param name="readManaged">Reads what its managed heap takes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CrowdFigures> ConnectAsync(int count, Func<long> program, Func<Task<double?>> readManaged, CancellationToken cancellationToken)
    {
        var first = Math.Min(MostFirst, count);
        await GrowAsync(first, cancellationToken);
        await Task.Delay(Pause, cancellationToken);
        var (memory, managed) = (program(), await readManaged());
        var watch = Stopwatch.StartNew();
        await GrowAsync(first + count, cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        await Task.Delay(Pause, cancellationToken);
        return new CrowdFigures((program() - memory) / (double)count, (await readManaged() - managed) / count, count / seconds, memory);
    }

    public async ValueTask DisposeAsync() =>
        await Parallel.ForEachAsync(_connections, async (connection, _) => await connection.DisposeAsync());

    private Task GrowAsync(int count, CancellationToken cancellationToken) => Parallel.ForAsync(
        _connections.Count, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (i, _) =>
        {
            var connection = await connect(i);
            lock (_connections)
                _connections.Add(connection);
        });
}
