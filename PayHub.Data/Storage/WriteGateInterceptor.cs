using System.Threading.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PayHub.Data.Storage;

/// <summary>Holds the <see cref="WriteGate"/> while a context saves. Whoever opens a transaction holds the gate already.</summary>
/// <param name="gate">The process's one gate.</param>
internal sealed class WriteGateInterceptor(WriteGate gate) : SaveChangesInterceptor
{
    // One field serves all contexts: the gate has one holder at a time.
    private RateLimitLease? _held;

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        throw new NotSupportedException("The hub saves with SaveChangesAsync only: a blocking save would hold a thread at the write gate.");

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (NeedsGate(eventData.Context))
            _held = await gate.EnterAsync(cancellationToken);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Leave(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(eventData.Context);
        return Task.CompletedTask;
    }

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(eventData.Context);
        return Task.CompletedTask;
    }

    private static bool NeedsGate(DbContext? context) => context?.Database.CurrentTransaction is null;

    private void Leave(DbContext? context)
    {
        if (NeedsGate(context))
            Interlocked.Exchange(ref _held, null)?.Dispose();
    }
}
