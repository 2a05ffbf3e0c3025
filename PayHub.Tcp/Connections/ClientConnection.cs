using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Tcp.Limits;
using PayHub.Protocol.Keys;

namespace PayHub.Tcp.Connections;

/// <summary>One client's connection: where its answers go, who is logged in on it, and why it ends.</summary>
internal sealed class ClientConnection : IClientLink
{
    private readonly ConnectionContext _context;
    private readonly TimeProvider _clock;
    private readonly UnsealFailures _unsealFailures = new();
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile OnlineSession? _session;
    private volatile bool _isExtended;
    private int _end = -1;
    private long _lastMessageAt;

    public ClientConnection(ConnectionContext context, Ledger ledger, TimeProvider clock, ILogger logger)
    {
        (_context, _clock) = (context, clock);
        Address = (context.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (Address.IsIPv4MappedToIPv6)
            Address = Address.MapToIPv4();
        Ip = Address.ToString();
        IsTls = context.Features.Get<ISslStreamFeature>() is not null;
        Key = context.Features.Get<PublicKey>();
        Payments = new PaymentsUnderWay(ledger);
        Outbox = new Outbox(context.Transport.Output, clock, IsTls, logger);
        _lastMessageAt = clock.GetUtcNow().UtcTicks;
    }

    public IPAddress Address { get; }

    public string Ip { get; }

    public bool IsTls { get; }

    /// <summary>The key by which the client is known; null where it showed none, as on the plain endpoint.</summary>
    public PublicKey? Key { get; }

    /// <summary>Whether the client has said <c>HELLO</c>: it gets one reply a request, and pushes.</summary>
    public bool IsExtended => _isExtended;

    public PipeReader Input => _context.Transport.Input;

    public Outbox Outbox { get; }

    public PaymentsUnderWay Payments { get; }

    /// <summary>Whether bytes have arrived that no read has shown yet, because the hub is busy. Says nothing on TLS connections.</summary>
    public bool HasUnreadBytes
    {
        get
        {
            try
            {
                return _context.Features.Get<IConnectionSocketFeature>()?.Socket.Available > 0;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>Who is logged in; null before the first login.</summary>
    public OnlineSession? Session
    {
        get => _session;
        set => _session = value;
    }

    public long Requests { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The length of the message at work.</summary>
    public long LastMessageBytes { get; private set; }

    public DateTimeOffset LastMessageAt => new(Volatile.Read(ref _lastMessageAt), TimeSpan.Zero);

    /// <summary>Why the connection ends; null while it goes on.</summary>
    public SessionEnd? End => Volatile.Read(ref _end) is var end and >= 0 ? (SessionEnd)end : null;

    /// <summary>Completes when <see cref="End"/> is known.</summary>
    public Task Ending => _ending.Task;

    /// <summary>From now on the client gets the extended dialect. There is no way back.</summary>
    public void Extend() => _isExtended = Outbox.TellsMissed = true;

    /// <summary>Counts a message that did not unseal.</summary>
    /// <returns>Whether it was one too many.</returns>
    public bool CountUnsealFailure() => _unsealFailures.Add(_clock.GetUtcNow());

    /// <summary>Counts a message and its terminator.</summary>
    public void CountMessage(long length)
    {
        Requests++;
        LastMessageBytes = length + 1;
        Bytes += LastMessageBytes;
        Volatile.Write(ref _lastMessageAt, _clock.GetUtcNow().UtcTicks);
    }

    // The first reason stands. The read loop sees it when its read returns.
    public void Disconnect(SessionEnd reason)
    {
        if (Interlocked.CompareExchange(ref _end, (int)reason, -1) != -1)
            return;
        _ending.SetResult();
        Input.CancelPendingRead();
    }

    /// <summary>Ends the connection, unless it has meanwhile logged in as somebody else, or anew.</summary>
    public void Disconnect(OnlineSession session, SessionEnd reason)
    {
        if (Session == session)
            Disconnect(reason);
    }

    /// <summary>Breaks the connection without another word: the client does not read.</summary>
    public void Abort(SessionEnd reason)
    {
        Disconnect(reason);
        _context.Abort();
    }
}
