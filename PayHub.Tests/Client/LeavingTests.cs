using System.Net;
using System.Net.Sockets;
using System.Text;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>How the wallet leaves, seen from a hub that notes every byte.</summary>
public sealed class LeavingTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TcpListener _hub = new(IPAddress.Loopback, 0);

    public LeavingTests() => _hub.Start();

    public void Dispose()
    {
        _hub.Dispose();
        _home.Dispose();
    }

    [Theory]
    [InlineData(ChildProcess.Interrupt)]
    [InlineData(ChildProcess.Terminate)]
    public async Task A_signal_sends_Exit_and_exits_0(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals.");
        await using var wallet = Start("listen");
        using var hub = await LogInAsync(wallet);
        wallet.Process.Signal(signal);
        Assert.Equal("Exit\n", await ReceiveAsync(hub));
        await hub.SendAsync("Bye\r\n"u8.ToArray());
        Assert.Equal(0, await wallet.WaitForExitAsync());
        Assert.EndsWith("alice is offline. Bye.", wallet.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_input_sends_Exit_and_exits_0()
    {
        await using var wallet = Start();
        using var hub = await LogInAsync(wallet);
        wallet.Process.Input.Close();
        Assert.Equal("Exit\n", await ReceiveAsync(hub));
        hub.Close();
        Assert.Equal(0, await wallet.WaitForExitAsync());
    }

    [Fact]
    public async Task A_listener_stays_when_its_input_ends_and_leaves_a_hub_that_says_no_Bye()
    {
        await using var wallet = Start("listen");
        using var hub = await LogInAsync(wallet);
        await wallet.TypeAsync("balance");
        wallet.Process.Input.Close();
        Assert.Equal("List\n", await ReceiveAsync(hub));
        await hub.SendAsync("5\r\nKEY\r\n0\r\n"u8.ToArray());
        await wallet.SeesAsync("Balance of alice: 5.");
        wallet.Process.Signal(ChildProcess.Terminate);
        Assert.Equal("Exit\n", await ReceiveAsync(hub));
        Assert.Equal(0, await wallet.WaitForExitAsync());
    }

    [Fact]
    public async Task An_answer_that_is_no_answer_exits_1_without_its_escape_sequences()
    {
        await using var wallet = Start();
        using var hub = await _hub.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await ReceiveAsync(hub);
        await hub.SendAsync("HTTP/1.1 400 Bad\u001b[2J Request\r\n"u8.ToArray());
        Assert.Equal(1, await wallet.WaitForExitAsync());
        Assert.Contains("HTTP/1.1 400 Bad Request", wallet.Process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_broken_exits_3()
    {
        await using var wallet = Start();
        using var hub = await _hub.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await ReceiveAsync(hub);
        await hub.SendAsync("10\r\nKEY\r\n1\r\nalice#nowhere#7001\r\n"u8.ToArray());
        Assert.Equal(3, await wallet.WaitForExitAsync());
        Assert.Contains("not a list", wallet.Process.Errors, StringComparison.Ordinal);
    }

    private WalletProcess Start(params string[] arguments) =>
        WalletProcess.Start((IPEndPoint)_hub.LocalEndpoint, _home.Path, ["--account", "alice", .. arguments]);

    private async Task<Socket> LogInAsync(WalletProcess wallet)
    {
        var socket = await _hub.AcceptSocketAsync(TestContext.Current.CancellationToken);
        Assert.Matches("^alice#[0-9]+\n$", await ReceiveAsync(socket));
        await socket.SendAsync("5\r\nKEY\r\n1\r\nalice#127.0.0.1#7001\r\n"u8.ToArray());
        await wallet.SeesAsync("alice is online");
        return socket;
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var bytes = new byte[1024];
        var count = await socket.ReceiveAsync(bytes).WaitAsync(TestEnvironment.Bound);
        return Encoding.Latin1.GetString(bytes, 0, count);
    }
}
