using Microsoft.Extensions.DependencyInjection;
using PayHub.Tcp.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>Wallets with keys, as processes of their own, at a hub inside the test's process.</summary>
internal sealed class TlsWallet(Support.Hub hub, string home)
{
    private string[] Common => ["--hub", hub.Tls.ToString(), "--fingerprint", hub.Services.GetRequiredService<HubIdentity>().Fingerprint, "--no-passphrase"];

    /// <summary>A wallet that stays online, registered if need be; its commands come from the test.</summary>
    public async Task<WalletProcess> OnlineAsync(string account, params string[] arguments)
    {
        var command = arguments.Length == 0 ? ["listen"] : arguments;
        var wallet = new WalletProcess(ChildProcess.Start(TestEnvironment.WalletProgram, home, [.. command, "--account", account, "--yes", "--home", home, .. Common]));
        await wallet.Process.WaitForLineAsync(line => line.Contains("online", StringComparison.Ordinal));
        return wallet;
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<WalletResult> RunAsync(string account, params string[] arguments) => WalletProcess.RunAsync(home, [.. arguments, "--account", account, .. Common]);

    /// <summary>Makes friends of two accounts that are online.</summary>
    public static async Task BefriendAsync(WalletProcess one, string name, WalletProcess other, string otherName)
    {
        await one.TypeAsync($"friends add {otherName}");
        await other.SeesAsync($"{name} wants to be your friend");
        await other.TypeAsync($"friends accept {name}");
        await one.SeesAsync($"{otherName} is your friend.");
        await other.SeesAsync($"{name} is your friend.");
    }
}
