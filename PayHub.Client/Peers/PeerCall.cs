using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PayHub.Client.Hub;
using PayHub.Protocol.Replies;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Client.Peers;

/// <summary>Whom to call.</summary>
/// <param name="Name">The account, as registered.</param>
/// <param name="Address">Where its wallet listens, as the hub says.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Key">The only key that it may have: the pinned one, or the hub's word.</param>
internal sealed record PeerTarget(string Name, IPAddress Address, int Port, PublicKey Key);

/// <summary>One link, at the dialer: asks one thing after the other. Not thread-safe.</summary>
/// <param name="target">Whom to call.</param>
/// <param name="limits">How long to wait.</param>
/// <param name="create">Makes a socket for a kind of address; null: the platform does. Tests have a platform without IPv6.</param>
internal sealed class PeerCall(PeerTarget target, PeerLimits limits, Func<AddressFamily, Socket>? create = null) : IAsyncDisposable
{
    private Socket? _socket;
    private SslStream? _stream;
    private PeerLineReader? _lines;
    private PublicKey? _shown;

    /// <summary>Whether the listener has not closed the link. It says nothing unasked: what can be read is its end.</summary>
    public bool IsOpen => _lines is not null && !_socket!.Poll(0, SelectMode.SelectRead);

    /// <summary>Connects, checks the listener's key, greets.</summary>
    /// <param name="own">The certificate to show.</param>
    /// <param name="account">The own account's name.</param>
    /// <param name="cancel">The owner gives up.</param>
    /// <returns>Null once the link is open, else what is wrong.</returns>
    /// <exception cref="OperationCanceledException">The owner gave up.</exception>
    public async Task<PeerAnswer?> OpenAsync(X509Certificate2 own, string account, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(limits.HandshakeTime);
        try
        {
            _socket = create?.Invoke(target.Address.AddressFamily) ?? new Socket(target.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _socket.NoDelay = true;
            await _socket.ConnectAsync(target.Address, target.Port, time.Token);
            _stream = new SslStream(new NetworkStream(_socket, ownsSocket: false));
            await _stream.AuthenticateAsClientAsync(
                HubTls.Options("", own, key => target.Key.Equals(_shown = key)), time.Token);
        }
        catch (AuthenticationException e)
        {
            return _shown is null || target.Key.Equals(_shown) ? new PeerUnreachable(e.Message) : new PeerWrongKey(_shown.Fingerprint);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return new PeerUnreachable(e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new PeerUnreachable($"no answer within {limits.HandshakeTime.TotalSeconds} s");
        }
        _lines = new PeerLineReader(_stream);
        return await GreetAsync(account, cancel);
    }

    /// <summary>Sends one line and waits for its answer. Without one the link is closed.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="time">How long to wait.</param>
    /// <param name="cancel">The owner gives up: what became of it is unknown.</param>
    /// <exception cref="OperationCanceledException">The owner gave up.</exception>
    public async Task<PeerAnswer> AskAsync(string line, TimeSpan time, CancellationToken cancel)
    {
        if (_stream is null || _lines is null)
            throw new InvalidOperationException("The link is not open.");
        PeerAnswer? answer = null;
        try
        {
            return answer = await AskAsync(_stream, _lines, line, time, cancel);
        }
        finally
        {
            // A late answer would be taken for the next line's: this link is of no use any more.
            if (answer is null or PeerSilent)
                await DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lines = null;
        if (_stream is not null)
            await _stream.DisposeAsync();
        _socket?.Dispose();
    }

    private static async Task<PeerAnswer> AskAsync(SslStream stream, PeerLineReader lines, string line, TimeSpan time, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(time);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\n"), limit.Token);
            var answer = await lines.ReadAsync(limit.Token);
            return answer.Status switch
            {
                PeerLineStatus.Line => PeerAnswer.Read(answer.Bytes.Span),
                PeerLineStatus.TooLong => new PeerSilent("its answer is too long"),
                _ => new PeerSilent("their wallet was closed, or left, without an answer"),
            };
        }
        catch (IOException e)
        {
            return new PeerSilent(e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new PeerSilent($"no answer within {time.TotalSeconds} s");
        }
    }

    private async Task<PeerAnswer?> GreetAsync(string account, CancellationToken cancel) =>
        await AskAsync(PeerRequestParser.FormatHello(account), limits.AnswerTime, cancel) switch
        {
            PeerAccepted accepted when accepted.Field.Equals(target.Name, StringComparison.OrdinalIgnoreCase) => null,
            PeerAccepted accepted => new PeerWrongKey(accepted.Field),
            // Nothing but the greeting was sent.
            PeerSilent silent => new PeerUnreachable(silent.Reason),
            PeerRefused refused => new PeerNotLetIn(refused.Line),
            _ => new PeerNotLetIn(PeerReply.Of(RefusalCode.NotAllowed)),
        };
}
