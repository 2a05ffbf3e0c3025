using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Connections;

/// <summary>The most connections at once, over all TCP endpoints.</summary>
internal sealed partial class ConnectionLimit
{
    private const int MostRefusedAtOnce = 100;

    private readonly TcpMetrics _metrics;
    private readonly TimeProvider _clock;
    private int _served;
    private int _refused;

    public ConnectionLimit(IOptions<TcpOptions> options, TcpMetrics metrics, TimeProvider clock, ILogger<ConnectionLimit> logger)
    {
        (_metrics, _clock) = (metrics, clock);
        Most = options.Value.MaxConnections;
        if (OpenFiles.RoomForConnections() is not { } room || room >= Most)
            return;
        LogLowered(logger, Most, room);
        Most = room;
    }

    /// <summary>How many there may be: the setting, or as many as there is room for where that is less.</summary>
    public int Most { get; }

    /// <summary>Serves a connection, or refuses it where there are too many.</summary>
    public async Task ServeAsync(ConnectionContext connection, bool isTls, ConnectionDelegate next, ConnectionDelegate refuse)
    {
        _metrics.Connected(isTls);
        try
        {
            if (Interlocked.Increment(ref _served) <= Most)
            {
                await next(connection);
                return;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _served);
            _metrics.Disconnected(isTls);
        }
        _metrics.Refused();
        await refuse(connection);
    }

    /// <summary>Tells a classic client that there are too many.</summary>
    // Refused connections take no place of others. Only so many are waited for: each holds a file while it lasts.
    public async Task TellTooManyAsync(ConnectionContext connection)
    {
        try
        {
            var refused = Interlocked.Increment(ref _refused);
            await connection.Transport.Output.WriteAsync(Reply.TooMany.ToArray());
            if (refused <= MostRefusedAtOnce)
                await Goodbye.SayAsync(connection, _clock);
        }
        finally
        {
            Interlocked.Decrement(ref _refused);
        }
    }

    [LoggerMessage(3002, LogLevel.Warning, "PayHub:Tcp:MaxConnections is {Wanted}, but the limit on open files leaves room for {Room}: raise it (ulimit -n) or lower the setting")]
    private static partial void LogLowered(ILogger logger, int wanted, int room);
}
