using PayHub.Data.Live;

namespace PayHub.Bench.Seeding;

/// <summary>The logins from which people pay: one for every twenty payments, each for a while.</summary>
internal sealed class SeededSessions(SeededHub hub, TimeProvider clock, Random random)
{
    private const int PaymentsASession = 20;
    private const int MostOpen = 500;

    private readonly Queue<(OnlineSession Session, SeededLink Link)> _open = new();
    private readonly List<OnlineSession> _begun = [];
    private int _count;

    /// <summary>Somebody pays, and may have logged in for it.</summary>
    public void StartSome(long accountId, string name, long keyId)
    {
        if (random.Next(PaymentsASession) > 0)
            return;
        var link = new SeededLink($"10.{random.Next(4)}.{random.Next(256)}.{random.Next(1, 255)}", isTls: keyId > 0 || random.Next(3) == 0);
        var session = new OnlineSession
        {
            Id = hub.Sessions.NextId(),
            AccountId = accountId,
            Name = name,
            IsKeyed = keyId > 0,
            KeyId = keyId > 0 ? keyId : null,
            Port = random.Next(1024, 65536),
            Since = clock.GetUtcNow(),
            Link = link,
            RequestsBefore = 0,
            BytesBefore = 0,
        };
        _begun.Add(session);
        _open.Enqueue((session, link));
    }

    /// <summary>Writes down who logged in, and lets those go who have been there longest.</summary>
    public async Task EndSomeAsync()
    {
        foreach (var session in _begun)
            await hub.Ledger.SessionStartedAsync(session);
        _count += _begun.Count;
        _begun.Clear();
        while (_open.Count > MostOpen)
            await EndOneAsync();
    }

    /// <summary>Everybody goes.</summary>
    /// <returns>How many sessions there were in all.</returns>
    public async Task<int> EndAllAsync()
    {
        while (_open.Count > 0)
            await EndOneAsync();
        return _count;
    }

    private ValueTask EndOneAsync()
    {
        var (session, link) = _open.Dequeue();
        var now = clock.GetUtcNow();
        var requests = random.Next(1, 40);
        link.Used(requests, requests * 60, now);
        var reason = random.Next(10) switch
        {
            < 5 => SessionEnd.Exit,
            < 9 => SessionEnd.ConnectionLost,
            _ => SessionEnd.TakenOver,
        };
        return hub.Ledger.SessionEndedAsync(session, reason, now);
    }
}
