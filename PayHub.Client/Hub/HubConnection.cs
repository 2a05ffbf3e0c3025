using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using PayHub.Client.Session;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Hub;

/// <summary>
/// One connection to a hub on the classic protocol. Requests may be made from any thread; answers come back in their order, read by
/// one loop, and pushes go to <see cref="Pushes"/>.
/// </summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private const int MaxLineBytes = 8192;

    private readonly Stream _stream;
    private readonly WalletLimits _limits;
    private readonly PendingAnswers _answers;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stop = new();

    // Pushes are advisory: when nobody takes them the oldest goes.
    private readonly Channel<HubPush> _pushes =
        Channel.CreateBounded<HubPush>(new BoundedChannelOptions(32) { FullMode = BoundedChannelFullMode.DropOldest });

    private HubConnection(Stream stream, WalletLimits limits)
    {
        _stream = stream;
        _limits = limits;
        _answers = new PendingAnswers(push => _pushes.Writer.TryWrite(push));
        Closed = ReadAsync();
    }

    /// <summary>What the hub says unasked; complete once the connection is gone.</summary>
    public ChannelReader<HubPush> Pushes => _pushes.Reader;

    /// <summary>The balance in the last list, in minor units; null before the first.</summary>
    public long? LastBalance { get; private set; }

    /// <summary>Completes, without error, once the connection is gone.</summary>
    public Task Closed { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="HubLostException">Nobody answers there.</exception>
    public static async Task<HubConnection> ConnectAsync(HubAddress address, WalletLimits limits, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timeout.CancelAfter(limits.ConnectTimeout);
            await socket.ConnectAsync(address.Host, address.Port, timeout.Token);
            KeepAlive(socket);
            return new HubConnection(new NetworkStream(socket, ownsSocket: true), limits);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new HubLostException($"Cannot reach the hub at {address}: {e.Message}.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            socket.Dispose();
            throw new HubLostException($"Cannot reach the hub at {address}: no answer within {limits.ConnectTimeout.TotalSeconds} s.");
        }
    }

    /// <summary>Opens an account. The answer's line is <c>100 OK</c> or a refusal.</summary>
    public async Task<HubAnswer> RegisterAsync(string name) => (await SendAsync($"REGISTER#{name}\n", false))[0];

    /// <summary>Logs in. The answer is the list, or a refusal's line.</summary>
    public async Task<HubAnswer> LoginAsync(string name, int port) => (await SendAsync($"{name}#{port}\n", false))[0];

    /// <summary>Asks for the list.</summary>
    public async Task<HubAnswer> ListAsync() => (await SendAsync("List\n", false))[0];

    /// <summary>Says goodbye and waits for the hub's.</summary>
    public Task ExitAsync() => SendAsync("Exit\n", false);

    /// <summary>
    /// Submits a payment to this account, between two lists in the same write: the hub is silent to a payee, so what the
    /// balance did between the two is the only sign.
    /// </summary>
    public async Task<RelayAnswers> RelayAsync(PaymentRequest payment)
    {
        var answers = await SendAsync($"List\n{payment.Payer}#{payment.Amount}#{payment.Payee}\nList\n", false, true, false);
        return new RelayAnswers(answers[0], answers[1], answers[2]);
    }

    /// <summary>Closes the connection and waits for the reading to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _stream.DisposeAsync();
        await Closed;
        _stop.Dispose();
        _sending.Dispose();
    }

    private async Task<HubAnswer[]> SendAsync(string text, params bool[] isRelay)
    {
        try
        {
            var answers = await AwaitAsync(await WriteAsync(Encoding.ASCII.GetBytes(text), isRelay));
            LastBalance = answers[^1].List?.Balance ?? LastBalance;
            return answers;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            throw new HubLostException($"The connection to the hub broke: {e.Message}", _answers.UnaskedLine);
        }
    }

    // What is expected and what is written must be in the same order.
    private async Task<Task<HubAnswer>[]> WriteAsync(byte[] bytes, bool[] isRelay)
    {
        await _sending.WaitAsync(_stop.Token);
        try
        {
            Task<HubAnswer>[] owed = [.. isRelay.Select(_answers.Expect)];
            await _stream.WriteAsync(bytes, _stop.Token);
            return owed;
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<HubAnswer[]> AwaitAsync(Task<HubAnswer>[] owed)
    {
        try
        {
            return await Task.WhenAll(owed).WaitAsync(_limits.AnswerTimeout);
        }
        catch (TimeoutException)
        {
            // A late answer would be taken for the next request's: this connection is of no use any more.
            var lost = new HubLostException($"The hub did not answer within {_limits.AnswerTimeout.TotalSeconds} s.");
            _answers.Fail(lost);
            await _stop.CancelAsync();
            throw lost;
        }
    }

    private async Task ReadAsync()
    {
        var reader = PipeReader.Create(_stream);
        var reason = "The hub closed the connection.";
        try
        {
            while (await ReadOnceAsync(reader))
            {
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            reason = $"The connection to the hub broke: {e.Message}";
        }
        catch (OperationCanceledException)
        {
            reason = "The connection to the hub is closed.";
        }
        _answers.Fail(new HubLostException(reason, _answers.UnaskedLine));
        _pushes.Writer.TryComplete();
        await reader.CompleteAsync();
    }

    private async Task<bool> ReadOnceAsync(PipeReader reader)
    {
        var result = await reader.ReadAsync(_stop.Token);
        var buffer = result.Buffer;
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            TakeLine(buffer.Slice(0, end).ToArray());
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }
        if (buffer.Length > MaxLineBytes)
            throw new InvalidDataException("The hub sent a line that is too long.");
        reader.AdvanceTo(buffer.Start, buffer.End);
        return !result.IsCompleted;
    }

    private void TakeLine(ReadOnlySpan<byte> line) => _answers.Take(line.TrimEnd((byte)'\r'));

    // Without it a wallet behind a silent network would believe for hours that it is online.
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }
}
