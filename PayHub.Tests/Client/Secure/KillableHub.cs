using System.Globalization;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>A hub, a process of its own, that is killed and started again where it was; and the wallets of its people.</summary>
internal sealed class KillableHub : IAsyncDisposable
{
    private readonly TemporaryFolder _data;
    private HubProcess _hub;

    private KillableHub(TemporaryFolder data, HubProcess hub, string fingerprint) =>
        (_data, _hub, Wallets) = (data, hub, new SecureWallets(hub.Tls, fingerprint));

    public ChildProcess Process => _hub.Process;

    public SecureWallets Wallets { get; }

    public static async Task<KillableHub> StartAsync()
    {
        var data = FreshData.NewFolder();
        var hub = await HubProcess.StartAsync(data.Path);
        var line = await hub.Process.WaitForLineAsync(line => line.StartsWith("Fingerprint: ", StringComparison.Ordinal));
        return new KillableHub(data, hub, line["Fingerprint: ".Length..]);
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
