using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;
using PayHub.Tcp.Keys;

namespace PayHub.Tests.Support;

/// <summary>A keyed account on the TLS endpoint, speaking the extended dialect unless told otherwise.</summary>
internal sealed class TestWallet : IAsyncDisposable
{
    private TestWallet(Hub hub, string name, Identity identity, TlsClient client) =>
        (Hub, Name, Identity, Client) = (hub, name, identity, client);

    public Hub Hub { get; }

    public string Name { get; }

    public Identity Identity { get; }

    public TlsClient Client { get; }

    /// <summary>Registers and logs in.</summary>
    public static async Task<TestWallet> OpenAsync(Hub hub, string name, bool isExtended = true)
    {
        var wallet = await ConnectAsync(hub, name, Identity.Create());
        Assert.Equal("100 OK", await wallet.AskAsync($"REGISTER#{name}"));
        if (isExtended)
            await wallet.HelloAsync();
        await wallet.Client.LogInAsync(name);
        return wallet;
    }

    /// <summary>Connects with a key, and says nothing.</summary>
    public static async Task<TestWallet> ConnectAsync(Hub hub, string name, Identity identity)
    {
        using var certificate = identity.CreateCertificate(name);
        return new TestWallet(hub, name, identity, await hub.ConnectTlsAsync(certificate));
    }

    /// <summary>The same account, on a further connection that has not said anything.</summary>
    public Task<TestWallet> AgainAsync() => ConnectAsync(Hub, Name, Identity);

    public async Task HelloAsync() => Assert.StartsWith("100 OK#PAYHUB/1#", await AskAsync("HELLO#PAYHUB/1"), StringComparison.Ordinal);

    public Task<string> AskAsync(string message) => Client.AskAsync(message);

    public Task<string> ReadLineAsync() => Client.ReadLineAsync();

    /// <summary>Shows that nothing was pushed that was not read yet.</summary>
    public async Task AssertQuietAsync() => Assert.StartsWith("100 OK#", await AskAsync("PING"), StringComparison.Ordinal);

    /// <summary>Signs a payment of this account, good for ten minutes unless told otherwise.</summary>
    public string Sign(
        long amount, string payee, string? id = null, DateTimeOffset? expires = null, string? memo = null, string? hub = null, Identity? by = null, string? payer = null) =>
        PaymentSigner.Sign(
            by ?? Identity, payer ?? Name, amount, payee, id ?? PaymentId.New(), expires ?? DateTimeOffset.UtcNow.AddMinutes(10), hub ?? Fingerprint, memo);

    public string Fingerprint => Hub.Services.Fingerprint();

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}

/// <summary>A hub, and the wallets of alice and bob, logged in.</summary>
internal sealed record WalletPair(Hub Hub, TestWallet Alice, TestWallet Bob) : IAsyncDisposable
{
    public static async Task<WalletPair> OpenAsync()
    {
        var hub = Hub.Start();
        return new WalletPair(hub, await TestWallet.OpenAsync(hub, "alice"), await TestWallet.OpenAsync(hub, "bob"));
    }

    public async ValueTask DisposeAsync()
    {
        await Bob.DisposeAsync();
        await Alice.DisposeAsync();
        await Hub.DisposeAsync();
    }
}

/// <summary>What tests seal to a hub.</summary>
internal static class Seals
{
    public static byte[] SealingKey(this Hub hub) =>
        Convert.FromBase64String(Encoding.ASCII.GetString(hub.Services.GetRequiredService<SealingKey>().PublicKeyLine));

    public static string Seal(this Hub hub, string content) => Sealer.SealToHub(Encoding.ASCII.GetBytes(content), hub.SealingKey());

    public static string SealRaw(this Hub hub, string content) => Sealer.SealRawToHub(Encoding.ASCII.GetBytes(content), hub.SealingKey());
}

internal static class HubServices
{
    /// <summary>The fingerprint of the hub's identity.</summary>
    public static string Fingerprint(this IServiceProvider services) => services.GetRequiredService<HubIdentity>().Fingerprint;
}
