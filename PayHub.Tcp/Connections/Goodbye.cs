using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace PayHub.Tcp.Connections;

/// <summary>
/// Ends a connection so that the client gets the last answer: closing while its bytes still arrive would reset the connection,
/// and could take that answer from the client's hands (docs/protocol.md, "Answers").
/// </summary>
internal static class Goodbye
{
    /// <summary>How long the client has to take what it is owed, and again to end its own side.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>Tells the client that nothing more comes, and drains what it still sends until it ends, too, or the time is up.</summary>
    public static async Task SayAsync(ConnectionContext connection, TimeProvider clock)
    {
        if (connection.ConnectionClosed.IsCancellationRequested)
            return;
        if (connection.Features.Get<ISslStreamFeature>() is { } tls)
            await Task.WhenAny(CloseNotifyAsync(tls.SslStream), Task.Delay(Timeout, clock));
        ShutdownSending(connection);
        using var timeout = new CancellationTokenSource(Timeout, clock);
        try
        {
            while (true)
            {
                var read = await connection.Transport.Input.ReadAsync(timeout.Token);
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return;
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The client had its time.
        }
    }

    // Without it a client can't tell the end of the session from a connection that somebody has cut.
    private static async Task CloseNotifyAsync(SslStream stream)
    {
        try
        {
            await stream.ShutdownAsync();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // The client was faster.
        }
    }

    private static void ShutdownSending(ConnectionContext connection)
    {
        try
        {
            connection.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The client was faster.
        }
    }
}
