using System.Globalization;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>A hub, a process of its own, that is killed and started again where it was; and the wallets of its people.</summary>
internal sealed class KillableHub : IAsyncDisposable
{
    private readonly TemporaryFolder _data;
    private HubProcess _hub;

    private KillableHub(TemporaryFolder data, HubProcess hub) => (_data, _hub, Wallets) = (data, hub, new SecureWallets(hub.Tls, hub.Fingerprint));

    public ChildProcess Process => _hub.Process;

    public SecureWallets Wallets { get; }

    public static async Task<KillableHub> StartAsync()
    {
        var data = FreshData.NewFolder();
        return new KillableHub(data, await HubProcess.StartAsync(data.Path));
    }

    public async Task StartAgainAsync()
    {
        var port = _hub.Tls.Port.ToString(CultureInfo.InvariantCulture);
        await _hub.DisposeAsync();
        _hub = await HubProcess.StartAsync(_data.Path, ("PayHub:Tcp:TlsPort", port));
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        Wallets.Dispose();
        _data.Dispose();
    }
}
