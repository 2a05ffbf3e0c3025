using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Framing;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Verbs;

namespace PayHub.Tcp.Connections;

/// <summary>Reads a client's messages, one after the other, and has each handled (docs/protocol.md, "Framing").</summary>
internal sealed partial class ClientConnectionHandler(
    RequestDispatcher dispatcher, LoginHandler logins, Ledger ledger, InFlight inFlight, TcpMetrics metrics, IOptions<TcpOptions> options,
    TimeProvider clock, ILogger<ClientConnectionHandler> logger) : ConnectionHandler
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1.5);

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var client = new ClientConnection(connection, ledger, clock, logger);
        Watch(connection, client);
        try
        {
            await ServeAsync(client);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            client.Disconnect(SessionEnd.ConnectionLost);
        }
        catch (Exception error)
        {
            LogFailed(error);
            client.Abort(SessionEnd.Misbehaved);
        }
        finally
        {
            await LeaveAsync(connection, client);
        }
    }

    private void Watch(ConnectionContext connection, ClientConnection client)
    {
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(_ => CheckPulse(client), client);
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .UnsafeRegister(static c => ((ClientConnection)c!).Disconnect(SessionEnd.HubStopped), client);
    }

    // Once a second, on Kestrel's heartbeat: one timer for all connections.
    private void CheckPulse(ClientConnection client)
    {
        if (client.Outbox.Stalled() > SendTimeout)
            client.Abort(SessionEnd.Misbehaved);
        else if (clock.GetUtcNow() - client.LastMessageAt > options.Value.IdleTimeout)
            client.Disconnect(SessionEnd.Idle);
    }

    private Task ServeAsync(ClientConnection client) => client.IsTls ? ServeLinesAsync(client) : ServeClassicAsync(client);

    private async Task ServeLinesAsync(ClientConnection client)
    {
        var framer = new LineFramer();
        while (client.End is null)
        {
            var read = await client.Input.ReadAsync();
            var buffer = read.Buffer;
            try
            {
                buffer = await HandleMessagesAsync(client, framer, buffer);
                if (read.IsCompleted)
                    client.Disconnect(SessionEnd.ConnectionLost);
            }
            finally
            {
                client.Input.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }

    // On the plain endpoint bytes without a terminator count as a message when nothing more comes for the gap.
    private async Task ServeClassicAsync(ClientConnection client)
    {
        var framer = new MessageFramer();
        using var gap = new GapTimer(client, options.Value.UnterminatedGap, clock);
        long unfinished = 0;
        while (client.End is null)
        {
            var read = await client.Input.ReadAsync();
            var buffer = read.Buffer;
            var received = buffer.Length - unfinished;
            try
            {
                framer.BeginRead(buffer);
                buffer = await HandleMessagesAsync(client, framer, buffer);
                if (received == 0 && client.End is null && gap.HasElapsed && !client.HasUnreadBytes && framer.TryReadAfterGap(ref buffer, out var frame))
                {
                    await HandleAsync(client, frame);
                    metrics.Handled(1);
                    await client.Payments.SubmitAsync();
                }
                if (read.IsCompleted)
                    client.Disconnect(SessionEnd.ConnectionLost);
            }
            finally
            {
                unfinished = buffer.Length;
                client.Input.AdvanceTo(buffer.Start, buffer.End);
            }
            WatchGap(gap, unfinished, received);
        }
    }

    private async ValueTask<ReadOnlySequence<byte>> HandleMessagesAsync(
        ClientConnection client, IFramer framer, ReadOnlySequence<byte> buffer)
    {
        var (status, handled) = (FrameStatus.Message, 0);
        for (; client.End is null && (status = framer.TryRead(ref buffer, out var frame)) == FrameStatus.Message; handled++)
            await HandleAsync(client, frame);
        metrics.Handled(handled);
        await client.Payments.SubmitAsync();
        if (status == FrameStatus.TooLong)
        {
            await client.Payments.IdleAsync();
            Farewell.Refuse(client, RefusalCode.BadRequest);
        }
        return buffer;
    }

    private async ValueTask HandleAsync(ClientConnection client, Frame frame)
    {
        if (!inFlight.TryBegin())
        {
            client.Disconnect(SessionEnd.HubStopped);
            return;
        }
        try
        {
            client.CountMessage(frame.Bytes.Length);
            await dispatcher.DispatchAsync(client, frame);
        }
        finally
        {
            inFlight.Finish();
        }
        // Answers to payments come later: only a client that leaves many of them unread is waited for.
        var drained = client.Payments.IsIdle ? client.Outbox.DrainAsync() : client.Outbox.RoomAsync();
        // A client that does not read must not outstay the end of its connection.
        if (!drained.IsCompleted)
        {
            await client.Payments.SubmitAsync();
            await Task.WhenAny(drained, client.Ending);
        }
        if (client.Outbox.IsBroken)
            client.Disconnect(SessionEnd.ConnectionLost);
    }

    private static void WatchGap(GapTimer gap, long unfinished, long received)
    {
        if (unfinished == 0)
            gap.Stop();
        else if (received > 0)
            gap.Start();
        else
            gap.Resume();
    }

    private async Task LeaveAsync(ConnectionContext connection, ClientConnection client)
    {
        Task drained;
        try
        {
            if (client.End == SessionEnd.HubStopped)
                await Task.WhenAny(inFlight.StopAsync(), Task.Delay(StopTimeout, clock));
            await client.Payments.IdleAsync();
            await logins.LogOutAsync(client);
            Farewell.Say(client);
            client.Outbox.SendUnsent();
            drained = client.Outbox.DrainAsync();
            await Task.WhenAny(drained, Task.Delay(Goodbye.Timeout, clock));
        }
        finally
        {
            // Others may still know the connection, and push to it.
            client.Outbox.Close();
        }
        if (!drained.IsCompleted)
            connection.Abort();
        else if (client.End != SessionEnd.ConnectionLost)
            await Goodbye.SayAsync(connection, clock);
    }

    [LoggerMessage(3001, LogLevel.Error, "A connection failed on an error that the hub does not know; it was closed")]
    private partial void LogFailed(Exception error);
}
