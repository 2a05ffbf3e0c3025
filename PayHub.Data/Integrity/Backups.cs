using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Data.Live;

namespace PayHub.Data.Integrity;

/// <summary>Makes backups for the dashboard: one at a time, for all operators to see, whether or not a page is open.</summary>
/// <param name="shelf">Where they are.</param>
/// <param name="feed">Told of each step.</param>
/// <param name="logger">The log.</param>
public sealed partial class Backups(BackupShelf shelf, LiveFeed feed, ILogger<Backups> logger) : IHostedService
{
    private readonly SingleRun _run = new();
    private volatile object? _progress;
    private volatile string? _failure;

    /// <summary>How much of the one that is being made is copied, 0 to 1; null where none is.</summary>
    public double? Progress => (double?)_progress;

    /// <summary>Why the last one was not made; null where it was.</summary>
    public string? Failure => _failure;

    /// <summary>Starts one.</summary>
    /// <returns>False where one is being made already.</returns>
    public bool TryStart() => _run.TryStart(RunAsync);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _run.CloseAsync();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            _failure = null;
            Report(0.0);
            var made = await shelf.MakeAsync(new Steps(Report), cancellationToken);
            LogMade(made.Name, made.Bytes);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _failure = "cancelled";
        }
        catch (Exception error)
        {
            LogFailed(error);
            _failure = error.Message;
        }
        finally
        {
            Report(null);
        }
    }

    private void Report(double? progress)
    {
        _progress = progress;
        feed.Publish(LiveTopics.Integrity);
    }

    [LoggerMessage(2311, LogLevel.Information, "Backup {Name}, {Bytes} bytes, is made")]
    private partial void LogMade(string name, long bytes);

    [LoggerMessage(2312, LogLevel.Error, "No backup was made")]
    private partial void LogFailed(Exception error);

    private sealed class Steps(Action<double?> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
