using System.Collections.Immutable;

namespace PayHub.Data.Live;

/// <summary>What may have changed since a subscriber last looked.</summary>
[Flags]
public enum LiveTopics
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Transfers were committed.</summary>
    Ledger = 1,

    /// <summary>Someone logged in or left.</summary>
    Sessions = 2,

    /// <summary>An account was opened or changed its state.</summary>
    Accounts = 4,

    /// <summary>A payment was refused.</summary>
    Refusals = 8,

    /// <summary>An operator's act was written down.</summary>
    Audit = 16,

    /// <summary>Operators, their invitations, or keys of the REST API changed.</summary>
    Operators = 32,

    /// <summary>Webhooks or their deliveries changed.</summary>
    Webhooks = 64,

    /// <summary>A verification or a backup began, went on or ended.</summary>
    Integrity = 128,
}

/// <summary>
/// Tells whoever shows the hub that something changed, and nothing about what: signals carry no data and are merged while a
/// subscriber is busy, so a slow page costs the ledger nothing. Subscribe first, take a snapshot second.
/// </summary>
public sealed class LiveFeed
{
    private ImmutableArray<LiveSubscription> _subscriptions = [];
    private long _lastTransfer;

    /// <summary>The newest committed transfer that was announced.</summary>
    public long LastTransfer => Volatile.Read(ref _lastTransfer);

    /// <summary>Starts listening; dispose the subscription to stop.</summary>
    public LiveSubscription Subscribe(LiveTopics topics)
    {
        var subscription = new LiveSubscription(topics, Remove);
        ImmutableInterlocked.Update(ref _subscriptions, (all, one) => all.Add(one), subscription);
        return subscription;
    }

    /// <summary>Announces that the ledger moved to a transfer. Called by the writer alone, after the commit.</summary>
    public void LedgerMoved(long lastTransfer)
    {
        Volatile.Write(ref _lastTransfer, lastTransfer);
        Publish(LiveTopics.Ledger);
    }

    /// <summary>Announces that something changed.</summary>
    public void Publish(LiveTopics topics)
    {
        foreach (var subscription in _subscriptions)
            subscription.Signal(topics);
    }

    private void Remove(LiveSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, (all, one) => all.Remove(one), subscription);
}
