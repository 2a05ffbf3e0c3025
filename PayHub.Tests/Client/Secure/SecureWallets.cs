using System.Net;
using System.Text.Json;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>Wallets over TLS as users run them, each account with a folder of its own, all of one hub; who stays is a process.</summary>
internal sealed class SecureWallets(IPEndPoint hub, string fingerprint) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Of a hub in the test's process.</summary>
    public SecureWallets(Hub hub)
        : this(hub.Tls, hub.Services.Fingerprint())
    {
    }

    /// <summary>The hub's fingerprint.</summary>
    public string Fingerprint => fingerprint;

    /// <summary>An account's folder.</summary>
    public string HomeOf(string account) => _folder.File(account);

    /// <summary>Runs a command to its end.</summary>
    public Task<WalletResult> RunAsync(string account, params string[] arguments) =>
        RunAsync(HomeOf(account), [.. Always(account), "--fingerprint", fingerprint, "--no-passphrase", .. arguments], hub);

    /// <summary>Runs a command to its end, and expects it to be done.</summary>
    /// <returns>Its JSON events.</returns>
    public async Task<JsonElement[]> DoAsync(string account, params string[] arguments)
    {
        var result = await RunAsync(account, [.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.ExitCode}\n{result.Output}\n{result.Errors}");
        return EventsOf(result);
    }

    /// <summary>Runs a command to its end with nothing but these arguments.</summary>
    public static Task<WalletResult> RunAsync(string home, string[] arguments, IPEndPoint hub) =>
        WalletCommands.RunAsync(Directory.CreateDirectory(home).FullName, ["--hub", hub.ToString(), .. arguments]);

    /// <summary>Starts a wallet that stays, and waits until it is online.</summary>
    public async Task<WalletProcess> StartAsync(string account, params string[] arguments)
    {
        var wallet = Start(account, ["--json", .. arguments]);
        await wallet.SeesEventAsync("online");
        return wallet;
    }

    /// <summary>As <see cref="StartAsync"/>; it speaks in words.</summary>
    public async Task<WalletProcess> StartInWordsAsync(string account, params string[] arguments)
    {
        var wallet = Start(account, arguments);
        await wallet.SeesAsync($"{account} is online");
        return wallet;
    }

    private WalletProcess Start(string account, string[] arguments)
    {
        var home = Directory.CreateDirectory(HomeOf(account)).FullName;
        return new WalletProcess(ChildProcess.Start(TestEnvironment.WalletProgram, home,
            ["--hub", hub.ToString(), "--home", home, .. Always(account), "--fingerprint", fingerprint, "--no-passphrase", .. arguments]));
    }

    /// <summary>The events that a wallet printed.</summary>
    public static JsonElement[] EventsOf(WalletResult result) =>
        [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The first event of a kind.</summary>
    public static JsonElement The(string name, JsonElement[] events) => events.First(happened => happened.GetProperty("event").GetString() == name);

    public void Dispose() => _folder.Dispose();

    private static string[] Always(string account) => ["--account", account, "--yes"];
}
