using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp;

/// <summary>The endpoints that clients connect to.</summary>
public sealed class TcpEndpoints
{
    private readonly TcpOptions _options;
    private readonly ConnectionLimit _limit;
    private ListenOptions? _plain;

    internal TcpEndpoints(IOptions<TcpOptions> options, ConnectionLimit limit) => (_options, _limit) = (options.Value, limit);

    /// <summary>Where the plain endpoint listens, with its real port; null where it is off or not yet listening.</summary>
    public IPEndPoint? Plain => _plain?.IPEndPoint;

    internal void Declare(KestrelServerOptions kestrel)
    {
        if (_options.Port >= 0)
            kestrel.Listen(IPAddress.Parse(_options.Address), _options.Port, listen => DeclarePlain(_plain = listen));
    }

    private void DeclarePlain(ListenOptions listen)
    {
        listen.Use(next => connection => _limit.ServeAsync(connection, next));
        listen.Use(next => connection =>
        {
            SocketSettings.Apply(connection);
            return next(connection);
        });
        listen.UseConnectionHandler<ClassicConnectionHandler>();
    }
}
