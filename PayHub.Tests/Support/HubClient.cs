using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PayHub.Tests.Support;

/// <summary>An answer to List, as a client reads it.</summary>
internal sealed record ListAnswer(long Balance, string Key, IReadOnlyList<string> Accounts);

/// <summary>A client of either endpoint that shares no code with the product. Every wait is bounded.</summary>
internal abstract class HubClient : IAsyncDisposable
{
    /// <summary>A hub that takes nothing for so long has stopped reading: one that has too much to do seems so sooner.</summary>
    protected static readonly TimeSpan Stall = TimeSpan.FromSeconds(2);

    private readonly byte[] _received = new byte[65536];
    private readonly StringBuilder _text = new();

    /// <summary>Sends bytes as they are, in one write.</summary>
    public async Task SendAsync(string bytes) => await SendAsync(Encoding.Latin1.GetBytes(bytes)).AsTask().WaitAsync(TestEnvironment.Bound);

    /// <summary>A message as often as fits into some 4 KB.</summary>
    protected static byte[] Burst(string message) => Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(message, 4096 / message.Length)));

    public async Task<string> AskAsync(string message)
    {
        await SendAsync(message + "\n");
        return await ReadLineAsync();
    }

    public async Task<ListAnswer> LogInAsync(string name, int port = 7001)
    {
        await SendAsync($"{name}#{port}\n");
        return await ReadListAsync();
    }

    public async Task<ListAnswer> ListAsync()
    {
        await SendAsync("List\n");
        return await ReadListAsync();
    }

    public async Task<long> BalanceAsync() => (await ListAsync()).Balance;

    public async Task<ListAnswer> ReadListAsync() => await ReadListAsync(await ReadLineAsync());

    /// <summary>Reads a list whose first line has been read.</summary>
    public async Task<ListAnswer> ReadListAsync(string firstLine)
    {
        var balance = long.Parse(firstLine, CultureInfo.InvariantCulture);
        var key = await ReadLineAsync();
        var accounts = new string[int.Parse(await ReadLineAsync(), CultureInfo.InvariantCulture)];
        for (var i = 0; i < accounts.Length; i++)
            accounts[i] = await ReadLineAsync();
        return new ListAnswer(balance, key, accounts);
    }

    /// <summary>The next line, which must end with CR LF; without it.</summary>
    public async Task<string> ReadLineAsync()
    {
        var line = await ReadLineOrEndAsync();
        Assert.True(line is not null, "the hub closed the connection");
        return line;
    }

    /// <summary>The next line; null at the end of the stream, in front of which no half line may stand.</summary>
    public async Task<string?> ReadLineOrEndAsync()
    {
        int end;
        while ((end = IndexOfLineEnd()) < 0)
        {
            if (await ReceiveAsync())
                continue;
            Assert.Equal("", _text.ToString());
            return null;
        }
        var line = _text.ToString(0, end);
        _text.Remove(0, end + 1);
        Assert.EndsWith("\r", line, StringComparison.Ordinal);
        return line[..^1];
    }

    /// <summary>The next line that is no <c>Transfer OK!</c>.</summary>
    public async Task<string> ReadLineBehindPushesAsync(Action? pushed = null)
    {
        string line;
        for (; (line = await ReadLineAsync()) == "Transfer OK!"; pushed?.Invoke())
        {
        }
        return line;
    }

    /// <summary>As <see cref="ReadLineAsync"/>; null where the connection ended, in order or not, before another line.</summary>
    public async Task<string?> TryReadLineAsync()
    {
        try
        {
            while (IndexOfLineEnd() < 0)
            {
                if (!await ReceiveAsync())
                    return null;
            }
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return null;
        }
        return await ReadLineAsync();
    }

    /// <summary>Everything that the hub sends until it closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        while (await ReceiveAsync())
        {
        }
        return _text.ToString();
    }

    /// <summary>What one receive gives, as the smallest clients read; null at the end of the stream.</summary>
    public async Task<string?> ReceiveOnceAsync()
    {
        Assert.Equal(0, _text.Length);
        var received = await ReceiveAsync() ? _text.ToString() : null;
        _text.Clear();
        return received;
    }

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Receives once; 0 at the end of the stream.</summary>
    protected abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    private int IndexOfLineEnd()
    {
        for (var i = 0; i < _text.Length; i++)
        {
            if (_text[i] == '\n')
                return i;
        }
        return -1;
    }

    private async Task<bool> ReceiveAsync()
    {
        var count = await ReceiveAsync(_received).AsTask().WaitAsync(TestEnvironment.Bound);
        _text.Append(Encoding.Latin1.GetString(_received, 0, count));
        return count > 0;
    }
}
