using System.Net;
using System.Net.Sockets;
using System.Text;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>A real wallet pays a payee who lies: whatever a peer says, the hub's word counts, and nothing is ever paid twice.</summary>
public sealed class CheatingPayeeTests : IAsyncLifetime
{
    private readonly Hub _hub = Hub.Start();
    private readonly SecureWallets _wallets;
    private readonly TcpListener _port = new(IPAddress.Loopback, 0);
    private readonly Identity _key = Identity.Create();
    private TlsClient _bob = null!;

    public CheatingPayeeTests() => _wallets = new SecureWallets(_hub);

    public async ValueTask InitializeAsync()
    {
        _port.Start();
        _bob = await _hub.ConnectTlsAsync(_key.CreateCertificate("bob"));
        Assert.Equal("100 OK", await _bob.AskAsync("REGISTER#bob"));
        await _bob.LogInAsync("bob", ((IPEndPoint)_port.LocalEndpoint).Port);
        await _bob.AskAsync("HELLO#PAYHUB/1");
        await _wallets.DoAsync("alice", "register", "alice");
    }

    public async ValueTask DisposeAsync()
    {
        await _bob.DisposeAsync();
        await _hub.DisposeAsync();
        _port.Dispose();
        _wallets.Dispose();
    }

    [Theory]
    [InlineData("230 NOT_ALLOWED\r\n")]
    [InlineData("350 INSUFFICIENT_FUNDS\r\n")]
    [InlineData("100 OK#4711\r\n")]
    [InlineData("500 UNAVAILABLE\r\n")]
    [InlineData("")]
    public async Task Who_keeps_a_payment_back_and_submits_it_later_gets_nothing(string lie)
    {
        var paying = _wallets.RunAsync("alice", "pay", "bob", "10", "--json");
        var jws = await TakePaymentAsync(lie);
        var paid = await paying;
        Assert.Equal(1, paid.ExitCode);
        Assert.Contains("\"code\":\"342 CANCELLED\"", paid.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"event\":\"paid\"", paid.Output, StringComparison.Ordinal);
        Assert.Equal("342 CANCELLED", await _bob.AskAsync(jws));
        Assert.Equal(10000, await _bob.BalanceAsync());
    }

    [Fact]
    public async Task Who_submits_a_payment_and_says_declined_is_not_believed()
    {
        var paying = _wallets.RunAsync("alice", "pay", "bob", "10", "--json");
        var answer = "";
        await TakePaymentAsync("230 NOT_ALLOWED\r\n", async jws => answer = await _bob.AskAsync(jws));
        var paid = await paying;
        Assert.Equal(0, paid.ExitCode);
        var transfer = answer.Split('#')[1];
        Assert.Contains($"\"transfer\":{transfer}", paid.Output, StringComparison.Ordinal);
        Assert.Equal(10010, await _bob.BalanceAsync());
    }

    [Fact]
    public async Task Who_submits_a_payment_again_and_again_is_paid_once()
    {
        var paying = _wallets.RunAsync("alice", "pay", "bob", "10", "--json");
        var answers = new List<string>();
        await TakePaymentAsync("100 OK#1\r\n", async jws =>
        {
            for (var i = 0; i < 3; i++)
                answers.Add(await _bob.AskAsync(jws));
        });
        Assert.Equal(0, (await paying).ExitCode);
        Assert.Single(answers.Distinct());
        Assert.Equal(10010, await _bob.BalanceAsync());
    }

    [Fact]
    public async Task Who_is_at_the_payees_address_with_another_key_is_given_nothing()
    {
        var paying = _wallets.RunAsync("alice", "pay", "bob", "10", "--json");
        await using (var peer = await RawPeer.AcceptAsync(_port, Identity.Create().CreateCertificate("bob")))
            Assert.Null(await peer.ReadLineAsync());
        var paid = await paying;
        Assert.Equal(0, paid.ExitCode);
        Assert.Contains("shows another key", paid.Output, StringComparison.Ordinal);
        Assert.Contains("goes straight to the hub", paid.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_something_else_than_the_payees_name_is_given_nothing()
    {
        var talking = _wallets.RunAsync("alice", "chat", "bob", "secret", "--json");
        await using var peer = await RawPeer.AcceptAsync(_port, _key.CreateCertificate("bob"));
        Assert.Equal("HELLO#PAYHUB-PEER/1#alice", await peer.ReadLineAsync());
        await peer.SendAsync("100 OK#mallory\r\n");
        Assert.Null(await peer.ReadLineAsync());
        var talked = await talking;
        Assert.Equal(4, talked.ExitCode);
        Assert.Contains("\"code\":\"wrong-key\"", talked.Output, StringComparison.Ordinal);
    }

    // Takes Alice's payment off the link, does what a cheat does, and answers.
    private async Task<string> TakePaymentAsync(string answer, Func<string, Task>? first = null)
    {
        await using var peer = await RawPeer.AcceptAsync(_port, _key.CreateCertificate("bob"));
        Assert.Equal("HELLO#PAYHUB-PEER/1#alice", await peer.ReadLineAsync());
        await peer.SendAsync("100 OK#bob\r\n");
        Assert.True(_key.TryUnseal(Encoding.ASCII.GetBytes(await peer.ReadLineAsync() ?? ""), out var content));
        var jws = Encoding.ASCII.GetString(content);
        if (first is not null)
            await first(jws);
        await peer.SendAsync(answer);
        return jws;
    }
}
