using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Output;
using PayHub.Client.Peers;
using PayHub.Client.Session;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>A session in this process, at a real hub.</summary>
public sealed class SecureSessionTests : IAsyncDisposable
{
    private readonly Hub _hub = Hub.Start();
    private readonly SecureWallets _wallets;
    private readonly Recorder _shown = new();

    public SecureSessionTests() => _wallets = new SecureWallets(_hub);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _wallets.Dispose();
    }

    [Fact]
    public async Task A_payment_that_comes_between_the_login_and_the_session_is_told()
    {
        await _wallets.DoAsync("bob", "register", "bob");
        await _wallets.DoAsync("alice", "register", "alice");
        var limits = new WalletLimits();
        var home = new HomeFolder(_wallets.HomeOf("bob"));
        var address = new HubAddress(_hub.Tls.Address.ToString(), _hub.Tls.Port);
        var identity = new IdentityStore(home, TimeProvider.System).Load("bob", null)!;
        var listener = new PeerListener(0, limits);
        var login = new HubLogin(new HubDialer(address, limits, TimeProvider.System), _hub.Services.Fingerprint(), identity, listener.Port);
        var opened = await login.OpenAsync(null, Cancel);
        await _wallets.DoAsync("alice", "pay", "bob", "10", "--direct");
        Assert.True(await opened.Hub!.News.WaitToReadAsync(Cancel).AsTask().WaitAsync(TestEnvironment.Bound, Cancel));

        await using var session = new SecureSession(opened, login, listener, identity, new SessionParts(address, home, _shown, limits, TimeProvider.System));
        var received = Assert.IsType<Received>(await _shown.NextAsync());
        Assert.Equal(("alice", 10, 10010), (received.Payer, received.Amount, received.Balance));
        Assert.False(session.Ended.IsCompleted);
    }
}
