using System.Diagnostics.Metrics;
using PayHub.Data.Live;

namespace PayHub.Tcp;

/// <summary>What the TCP side measures of itself: the meter <c>PayHub.Tcp</c>. Whoever listens asks; until then it is a few sums.</summary>
internal sealed class TcpMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PayHub.Tcp";

    private static readonly KeyValuePair<string, object?> PlainTag = new("endpoint", "plain");
    private static readonly KeyValuePair<string, object?> TlsTag = new("endpoint", "tls");

    private readonly Counter<long> _refused;
    private int _plain;
    private int _tls;
    private long _messages;

    /// <summary>Makes the instruments.</summary>
    public TcpMetrics(IMeterFactory meters, PresenceBoard board)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("payhub.tcp.connections", Connections, "{connection}", "Connections that are served, by endpoint.");
        meter.CreateObservableGauge("payhub.tcp.sessions", () => board.Count, "{session}", "Accounts that are logged in.");
        meter.CreateObservableCounter("payhub.tcp.messages", () => Volatile.Read(ref _messages), "{message}", "Messages that clients sent.");
        _refused = meter.CreateCounter<long>("payhub.tcp.connections.refused", "{connection}", "Connections beyond PayHub:Tcp:MaxConnections.");
    }

    /// <summary>A connection begins to be served.</summary>
    public void Connected(bool isTls) => Interlocked.Increment(ref isTls ? ref _tls : ref _plain);

    /// <summary>A connection that was served is over.</summary>
    public void Disconnected(bool isTls) => Interlocked.Decrement(ref isTls ? ref _tls : ref _plain);

    /// <summary>A connection was one too many.</summary>
    public void Refused() => _refused.Add(1);

    /// <summary>Messages of one read were handled.</summary>
    public void Handled(int messages) => Interlocked.Add(ref _messages, messages);

    private Measurement<int>[] Connections() => [new(Volatile.Read(ref _plain), PlainTag), new(Volatile.Read(ref _tls), TlsTag)];
}
