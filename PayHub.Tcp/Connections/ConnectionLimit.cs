using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Connections;

/// <summary>The most connections at once, over all TCP endpoints.</summary>
internal sealed partial class ConnectionLimit
{
    private readonly int _most;
    private int _count;

    public ConnectionLimit(IOptions<TcpOptions> options, ILogger<ConnectionLimit> logger)
    {
        _most = options.Value.MaxConnections;
        if (OpenFiles.RoomForConnections() is not { } room || room >= _most)
            return;
        LogLowered(logger, _most, room);
        _most = room;
    }

    /// <summary>Serves a connection, or tells it that there are too many.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _count) <= _most)
                await next(connection);
            else
                await connection.Transport.Output.WriteAsync(Reply.TooMany.ToArray());
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    [LoggerMessage(3002, LogLevel.Warning, "PayHub:Tcp:MaxConnections is {Wanted}, but the limit on open files leaves room for {Room}: raise it (ulimit -n) or lower the setting")]
    private static partial void LogLowered(ILogger logger, int wanted, int room);
}
