using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PayHub.Bench.Payments;

/// <summary>A payer and a payee: the payee's connection submits, the payer's connection is told.</summary>
internal sealed class PayingPair : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Executed = "Transfer OK!\r\n"u8.ToArray();

    private readonly Socket _payer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Socket _payee = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _payment;
    private readonly byte[] _answers;
    private readonly Queue<long> _sent = new();
    private readonly int _window;

    private PayingPair(int number, int window)
    {
        _window = window;
        _payment = Encoding.ASCII.GetBytes($"payer{number}#1#payee{number}\n");
        _answers = new byte[Executed.Length * window];
    }

    /// <summary>How long each payment took, in ticks of <see cref="Stopwatch"/>.</summary>
    public List<long> Latencies { get; } = new(100_000);

    public static async Task<PayingPair> ConnectAsync(IPEndPoint hub, int number, int window)
    {
        var pair = new PayingPair(number, window);
        await EnterAsync(pair._payer, hub, $"payer{number}");
        await EnterAsync(pair._payee, hub, $"payee{number}");
        return pair;
    }

    public async Task PayUntilAsync(long until, CancellationToken cancellationToken)
    {
        var partial = 0;
        while (true)
        {
            while (_sent.Count < _window && Stopwatch.GetTimestamp() < until)
            {
                _sent.Enqueue(Stopwatch.GetTimestamp());
                await _payee.SendAsync(_payment, cancellationToken);
            }
            if (_sent.Count == 0)
                return;
            partial += await _payer.ReceiveAsync(_answers.AsMemory(partial), cancellationToken);
            var now = Stopwatch.GetTimestamp();
            var whole = partial / Executed.Length;
            for (var i = 0; i < whole; i++)
            {
                if (!_answers.AsSpan(i * Executed.Length, Executed.Length).SequenceEqual(Executed))
                    throw new InvalidOperationException($"The payer was told: {Encoding.ASCII.GetString(_answers, 0, partial)}");
                Latencies.Add(now - _sent.Dequeue());
            }
            partial -= whole * Executed.Length;
            _answers.AsSpan(whole * Executed.Length, partial).CopyTo(_answers);
        }
    }

    public void Dispose()
    {
        _payer.Dispose();
        _payee.Dispose();
    }

    private static async Task EnterAsync(Socket socket, IPEndPoint hub, string name)
    {
        await socket.ConnectAsync(hub);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"REGISTER#{name}\n"));
        await ReceiveUntilAsync(socket, text => text == "100 OK\r\n");
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{name}#7001\n"));
        await ReceiveUntilAsync(socket, IsWholeList);
    }

    private static async Task ReceiveUntilAsync(Socket socket, Func<string, bool> isWhole)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var buffer = new byte[65536];
        var text = "";
        while (!isWhole(text))
        {
            var count = await socket.ReceiveAsync(buffer, timeout.Token);
            if (count == 0)
                throw new InvalidOperationException($"The hub closed the connection after: {text}");
            text += Encoding.ASCII.GetString(buffer, 0, count);
        }
    }

    // Balance, key, count, then as many lines as the count says; a closing line end makes one part more.
    private static bool IsWholeList(string text)
    {
        var lines = text.Split("\r\n");
        return lines.Length > 4 && lines.Length == 4 + int.Parse(lines[2], CultureInfo.InvariantCulture);
    }
}
