using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data.Ledger;
using PayHub.Tests.Support;

namespace PayHub.Tests.Host;

/// <summary>What somebody gets who copies the database file: all that happened, and nothing that makes something happen.</summary>
public sealed class StolenDatabaseTests
{
    [Fact]
    public async Task The_database_holds_no_private_key_and_no_code()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        var act = new OperatorAct("1", "host", "127.0.0.1", "account.enrol", "account", "alice", Reason: null);
        var code = await hub.Services.GetRequiredService<Ledger>().OpenEnrolmentAsync("alice", act);
        await hub.StopAsync();

        var stolen = Directory.EnumerateFiles(hub.DataDirectory, "payhub.db*").SelectMany(File.ReadAllBytes).ToArray();
        // Shows that what was written would be found, in the form in which it is looked for.
        Assert.True(Holds(stolen, alice.Identity.Public.Spki), "the account's public key should be there");
        Assert.False(Holds(stolen, Encoding.ASCII.GetBytes(code!)), "the enrolment's code is there");
        Assert.All(PrivateKeys(hub.DataDirectory), secret => Assert.False(Holds(stolen, secret), "a private key is there"));
    }

    private static bool Holds(byte[] bytes, byte[] part) => bytes.AsSpan().IndexOf(part) >= 0;

    // As numbers, whatever they are wrapped in.
    private static IEnumerable<byte[]> PrivateKeys(string dataDirectory)
    {
        using var identity = ECDsa.Create();
        identity.ImportFromPem(File.ReadAllText(Path.Combine(dataDirectory, "keys", "identity.pem")));
        using var sealing = RSA.Create();
        sealing.ImportFromPem(File.ReadAllText(Path.Combine(dataDirectory, "keys", "sealing.pem")));
        return [identity.ExportParameters(true).D!, sealing.ExportParameters(true).D!];
    }
}
