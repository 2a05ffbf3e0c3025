using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Tls;

namespace PayHub.Tcp;

/// <summary>The endpoints that clients connect to.</summary>
public sealed class TcpEndpoints
{
    private readonly TcpOptions _options;
    private readonly ConnectionLimit _limit;
    private readonly HandshakeGate _gate;
    private readonly TlsHandshake _handshake;
    private ListenOptions? _plain;
    private ListenOptions? _tls;

    internal TcpEndpoints(IOptions<TcpOptions> options, ConnectionLimit limit, HandshakeGate gate, TlsHandshake handshake) =>
        (_options, _limit, _gate, _handshake) = (options.Value, limit, gate, handshake);

    /// <summary>Where the plain endpoint listens, with its real port; null where it is off or not yet listening.</summary>
    public IPEndPoint? Plain => _plain?.IPEndPoint;

    /// <summary>Where the TLS endpoint listens, with its real port; null where it is off or not yet listening.</summary>
    public IPEndPoint? Tls => _tls?.IPEndPoint;

    /// <summary>How many endpoints there are.</summary>
    public int Count => (_plain is null ? 0 : 1) + (_tls is null ? 0 : 1);

    internal void Declare(KestrelServerOptions kestrel)
    {
        var address = IPAddress.Parse(_options.Address);
        if (_options.Port >= 0)
            kestrel.Listen(address, _options.Port, listen => DeclarePlain(_plain = listen));
        if (_options.TlsPort >= 0)
            kestrel.Listen(address, _options.TlsPort, listen => DeclareTls(_tls = listen));
    }

    private void DeclarePlain(ListenOptions listen)
    {
        listen.Use(next => connection => _limit.ServeAsync(connection, isTls: false, next, refuse: _limit.TellTooManyAsync));
        listen.Use(next => connection => SocketSettings.ApplyAsync(connection, next));
        listen.UseConnectionHandler<ClientConnectionHandler>();
    }

    private void DeclareTls(ListenOptions listen)
    {
        // Before the handshake nothing can be said: one connection too many is closed.
        listen.Use(next => connection => _limit.ServeAsync(connection, isTls: true, next, refuse: _ => Task.CompletedTask));
        listen.Use(next => connection => SocketSettings.ApplyAsync(connection, next));
        listen.Use(next => connection => _gate.BeginAsync(connection, next));
        listen.UseHttps(_handshake.Options());
        listen.Use(next => connection => HandshakeGate.EndAsync(connection, next));
        listen.UseConnectionHandler<ClientConnectionHandler>();
    }
}
