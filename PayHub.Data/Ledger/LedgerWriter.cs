using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PayHub.Data.Live;
using PayHub.Data.Settings;
using PayHub.Data.Storage;

namespace PayHub.Data.Ledger;

/// <summary>
/// The single writer. It takes whatever waits, applies the rules, commits it all in one transaction, and only then completes
/// every waiter (group commit). It has a thread of its own, because SQLite blocks while the disk syncs.
/// </summary>
public sealed partial class LedgerWriter : IHostedService
{
    private const int MaxBatch = 4096;
    private const long RoomToReopen = 1024 * 1024;
    private const int SliceWhenQuiet = 512;
    private const int EnoughGathered = 512;
    private static readonly int ManyChecks = 4 * Environment.ProcessorCount;
    private static readonly TimeSpan GatheringStep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan IndexingAtEnd = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReopenEvery = TimeSpan.FromSeconds(1);

    private readonly Ledger _ledger;
    private readonly PayHubDatabase _database;
    private readonly WriteGate _gate;
    private readonly LiveFeed _feed;
    private readonly AccountsOptions _limits;
    private readonly LedgerClock _clock;
    private readonly LedgerMetrics _metrics;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<LedgerWriter> _logger;
    private readonly List<LedgerCommand> _commands = new(MaxBatch);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _ready = new();
    private Task _reading = Task.CompletedTask;
    private bool _isReady;
    private Thread? _thread;
    private int _told;
    private long _lastBatch;
    private SqliteLedgerStore? _store;
    private AccountBook? _book;
    private BlockHash? _hash;
    private LedgerPosition? _position;
    private volatile bool _isAlive;

    /// <summary>A writer that is not yet started.</summary>
    public LedgerWriter(
        Ledger ledger, PayHubDatabase database, WriteGate gate, LiveFeed feed, IOptions<AccountsOptions> limits, LedgerClock clock,
        LedgerMetrics metrics, IHostApplicationLifetime lifetime, ILogger<LedgerWriter> logger)
    {
        (_ledger, _database, _gate, _feed) = (ledger, database, gate, feed);
        (_limits, _clock, _metrics, _lifetime, _logger) = (limits.Value, clock, metrics, lifetime, logger);
    }

    /// <summary>
    /// How many transfers' postings are sorted and merged together: so many that an active account's share a page of the table,
    /// and so few that a reader is quickly through those that are not merged.
    /// </summary>
    internal int PostingRun { get; init; } = 32_768;

    /// <summary>How long nobody may have come before postings are written although they are few.</summary>
    internal TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long after the last batch the next may wait for more payments, while many are being checked.</summary>
    internal TimeSpan Gathering { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether it runs and has the database open: part of what makes the hub ready.</summary>
    public bool IsAlive => _isAlive;

    /// <summary>Opens the database and starts the writer's thread.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Open();
        _feed.LedgerMoved(_position.LastTransfer);
        _thread = new Thread(Run) { Name = "ledger writer", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>Takes no more commands, writes what waits, and ends the thread.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _ledger.Close();
        // Without regard to the host's patience: what was taken is written, or its waiters are told.
        return _thread is null ? Task.CompletedTask : _ended.Task;
    }

    private void Run()
    {
        try
        {
            while (WaitForCommands())
            {
                Gather();
                WriteBatch();
                _lastBatch = Stopwatch.GetTimestamp();
            }
            for (var since = Stopwatch.GetTimestamp(); IsIndexBehind && Stopwatch.GetElapsedTime(since) < IndexingAtEnd;)
                WritePostings();
        }
        catch (Exception error)
        {
            // A bug, not a broken disk: whatever is in memory can't be trusted, so the hub stops rather than guess.
            LogWriterFailed(error);
            AbandonAll();
            _ledger.Close();
            Environment.ExitCode = 1;
            _lifetime.StopApplication();
        }
        finally
        {
            Close();
            RefuseWhatWaits();
            _ended.SetResult();
        }
    }

    private bool WaitForCommands()
    {
        while (IsOpenInTime())
        {
            if (_reading.IsCompleted)
            {
                _isReady = false;
                _reading = ReadyAsync();
            }
            // Slice by slice while nobody comes, so that whoever does waits for one of them at most.
            for (var patience = Quiet; IsIndexBehind && !IsReady(patience); patience = TimeSpan.Zero)
                WritePostings();
            // What could not be written now can wait a little: only who pays has the database opened at once.
            if (!IsReady(_store is null ? ReopenEvery : Timeout.InfiniteTimeSpan) || _store is null)
                continue;
            // Not to be awaited again: it may have said so, and be about to complete without another word.
            (_isReady, _reading) = (false, Task.CompletedTask);
            return !_ledger.Queue.Completion.IsCompleted;
        }
        return false;
    }

    private bool IsOpenInTime()
    {
        while (_store is null && !TryReopen())
        {
            RefuseWhatWaits();
            if (_ledger.Queue.Completion.Wait(ReopenEvery))
                return false;
        }
        return true;
    }

    private bool IsIndexBehind => _store is { Postings.IsBehind: true };

    private void WritePostings()
    {
        using var lease = _gate.Enter();
        try
        {
            _store!.Begin();
            _store.Postings.MergeShort(SliceWhenQuiet);
            _store.Commit();
        }
        catch (SqliteException error)
        {
            // No money was at stake; but what is in memory may be ahead of the disk now, as after a batch that failed.
            LogIndexingFailed(error);
            Close();
        }
    }

    // Whoever brings the first command wakes this thread itself: to wait for a task would spin, and take a thread of the pool.
    private bool IsReady(TimeSpan patience)
    {
        lock (_ready)
        {
            while (!_reading.IsCompleted && !_isReady)
            {
                if (!Monitor.Wait(_ready, patience))
                    return false;
            }
            return true;
        }
    }

    private async Task ReadyAsync()
    {
        if (_ledger.Queue.TryPeek(out _))
            return;
        await _ledger.Queue.WaitToReadAsync().ConfigureAwait(false);
        lock (_ready)
        {
            _isReady = true;
            Monitor.Pulse(_ready);
        }
    }

    // Where payments wait for cores, small batches take what they wait for: each costs a commit, and each who is told a thread and a send.
    private void Gather()
    {
        while (_ledger.ChecksUnderWay > ManyChecks && _ledger.Queue.Count < EnoughGathered && Stopwatch.GetElapsedTime(_lastBatch) < Gathering)
            Thread.Sleep(GatheringStep);
    }

    private void WriteBatch()
    {
        using var lease = _gate.Enter();
        while (_commands.Count < MaxBatch && _ledger.TryTake(_commands))
        {
        }
        var started = Stopwatch.GetTimestamp();
        long? commitIssued = null;
        try
        {
            var batch = new LedgerBatch(_store!, _book!, _hash!, _limits, _position!, _clock.Now());
            _store!.Begin();
            foreach (var command in _commands)
                command.Apply(batch);
            var position = batch.Seal();
            commitIssued = Stopwatch.GetTimestamp();
            _store.Commit();
            var (before, count, committed) = (_position!, _commands.Count, Stopwatch.GetTimestamp());
            _position = position;
            CompleteAll();
            Announce(batch);
            _metrics.Batch(count, before, position, (started, commitIssued.Value, committed));
        }
        catch (SqliteException error)
        {
            // Disk full, say. What is on the disk is the truth: forget what was in memory, and read it anew before the next batch.
            LogBatchFailed(error, _commands.Count, commitIssued is not null ? "unknown" : "refused, nothing was done");
            Close();
            FailAll(outcomeUnknown: commitIssued is not null);
        }
        _book?.Trim();
    }

    private void CompleteAll() => TellAll(static command => command.Committed());

    private void FailAll(bool outcomeUnknown) => TellAll(command => command.Failed(outcomeUnknown));

    private void AbandonAll() => TellAll(static command => command.Abandon());

    // Where telling one of them throws, whoever was told already is not let go once more.
    private void TellAll(Action<LedgerCommand> tell)
    {
        for (; _told < _commands.Count; _told++)
            tell(_commands[_told]);
        _commands.Clear();
        _told = 0;
        _ledger.TellBatch();
    }

    private void RefuseWhatWaits()
    {
        // What a failure left here was given to the database, perhaps: of that nothing may be said.
        _commands.Clear();
        _told = 0;
        while (_ledger.TryTake(_commands))
        {
        }
        FailAll(outcomeUnknown: false);
    }

    private void Announce(LedgerBatch batch)
    {
        if (batch.MovedMoney)
            _feed.LedgerMoved(_position!.LastTransfer);
        if (batch.ChangedAccounts)
            _feed.Publish(LiveTopics.Accounts);
        if (batch.Refused)
            _feed.Publish(LiveTopics.Refusals);
        if (batch.EndedSessions)
            _feed.Publish(LiveTopics.Sessions);
        if (batch.Audited)
            _feed.Publish(LiveTopics.Audit);
    }

    [MemberNotNull(nameof(_store), nameof(_book), nameof(_hash), nameof(_position))]
    private void Open()
    {
        var store = new SqliteLedgerStore(_database.WriteConnectionString, PostingRun);
        try
        {
            store.ProveWritable();
            _position = store.ReadPosition();
            store.Postings.Load();
            (_store, _book, _hash) = (store, new AccountBook(store), new BlockHash());
            if (_clock.StartAt(_position.LastAt) is var lead && lead > ClockTolerance)
                LogClockIsBehind(lead);
        }
        catch
        {
            store.Dispose();
            throw;
        }
        _isAlive = true;
    }

    private bool TryReopen()
    {
        try
        {
            RequireRoom();
            using var lease = _gate.Enter();
            Open();
            LogReopened(_position.LastTransfer);
            return true;
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            LogReopenFailed(error);
            return false;
        }
    }

    // On a full disk the small write that proves the ledger writable may still fit where the next batch does not; its payments
    // would all be unknown again, where they can as well be refused.
    private void RequireRoom()
    {
        var free = new DriveInfo(Path.GetDirectoryName(_database.File)!).AvailableFreeSpace;
        if (free < RoomToReopen)
            throw new IOException($"The disk of {_database.File} is full: {free} bytes are free, and the ledger wants {RoomToReopen}.");
    }

    private void Close()
    {
        _isAlive = false;
        _store?.Dispose();
        _hash?.Dispose();
        (_store, _book, _hash, _position) = (null, null, null, null);
    }

    [LoggerMessage(2001, LogLevel.Critical, "The ledger writer met an error that it does not know; the hub stops")]
    private partial void LogWriterFailed(Exception error);

    [LoggerMessage(2002, LogLevel.Error, "A batch of {Count} commands failed; their outcome: {Outcome}")]
    private partial void LogBatchFailed(Exception error, int count, string outcome);

    [LoggerMessage(2006, LogLevel.Error, "Postings could not be written; nothing is lost, they are written later")]
    private partial void LogIndexingFailed(Exception error);

    [LoggerMessage(2003, LogLevel.Warning, "The ledger is open again, at transfer {LastTransfer}")]
    private partial void LogReopened(long lastTransfer);

    [LoggerMessage(2005, LogLevel.Warning, "The ledger's last block is {Lead} ahead of this machine's clock: set the clock right; until then the hub's time stands still")]
    private partial void LogClockIsBehind(TimeSpan lead);

    [LoggerMessage(2004, LogLevel.Error, "The ledger can't be opened for writing; payments are refused, next try in a second")]
    private partial void LogReopenFailed(Exception error);
}
