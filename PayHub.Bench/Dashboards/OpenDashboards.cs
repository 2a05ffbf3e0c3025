using System.Diagnostics;

namespace PayHub.Bench.Dashboards;

/// <summary>Dashboards that an operator has open, over the live pages by turns.</summary>
internal abstract class OpenDashboards : IAsyncDisposable
{
    private protected const string Email = "bench@example.org";
    private protected const string Password = "correct horse battery";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Host settings that make the operator who is signed in here.</summary>
    public static string[] Settings { get; } = [$"--PayHub:Operators:Email={Email}", $"--PayHub:Operators:Password={Password}"];

    /// <summary>What shows them.</summary>
    public abstract string Kind { get; }

    /// <summary>Where a payment is seen.</summary>
    public abstract string Place { get; }

    /// <summary>The pages. On the first, payments are seen.</summary>
    private protected static string[] Paths { get; } = ["/ledger", "/", "/online", "/accounts"];

    /// <summary>Waits until each ledger page shows the newest transfer there is.</summary>
    /// <returns>What each of them showed until then.</returns>
    /// <exception cref="BenchException">One is a minute behind, shows more than there should be, or shows nothing new since the last call.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<Seen>>> CatchUpAsync(long newest, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; await Task.Delay(500, cancellationToken))
        {
            var all = await SeenAsync();
            if (all.Any(seen => seen[^1].Id != newest))
                continue;
            RequireUpdates();
            return all;
        }
        var shown = string.Join(", ", (await SeenAsync()).Select(seen => seen[^1].Id));
        throw new BenchException($"The ledger is at #{newest}; the ledger pages show #{shown}.");
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>What each ledger page showed so far; at least one entry each.</summary>
    private protected abstract Task<IReadOnlyList<IReadOnlyList<Seen>>> SeenAsync();

    /// <summary>Where it can be told: every page, those without a ledger too, was sent something since the last call.</summary>
    private protected virtual void RequireUpdates()
    {
    }
}

/// <summary>A newer transfer came to the top of a page.</summary>
/// <param name="At">When it was there, in Unix milliseconds.</param>
/// <param name="Id">Its number.</param>
internal sealed record Seen(long At, long Id);
