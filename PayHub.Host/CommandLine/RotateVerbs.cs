using System.CommandLine;
using System.Globalization;
using PayHub.Data.Storage;
using PayHub.Tcp.Keys;

namespace PayHub.Host.CommandLine;

/// <summary><c>rotate-identity</c> and <c>rotate-sealing</c>: give a stopped hub new keys.</summary>
internal static class RotateVerbs
{
    public static Command CreateIdentity(string[] settings)
    {
        var verb = new Command("rotate-identity", "Give the stopped hub a new identity key, or accept the one that was put in its place");
        verb.SetAction((_, cancellationToken) => RunAsync(verb.Name, settings, RotateIdentityAsync, cancellationToken));
        return verb;
    }

    public static Command CreateSealing(string[] settings)
    {
        var verb = new Command("rotate-sealing", "Give the stopped hub a new sealing key; the old one still unseals for a day");
        verb.SetAction((_, cancellationToken) => RunAsync(verb.Name, settings, RotateSealingAsync, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(
        string verb, string[] settings, Func<KeyRotation, CancellationToken, Task> rotate, CancellationToken cancellationToken)
    {
        using var hub = VerbHost.Open(settings);
        if (hub is null)
            return 1;
        var directory = hub.Services.GetRequiredService<DataDirectory>();
        try
        {
            using var directoryLock = directory.Lock();
            using var databaseLock = directory.LockDatabase(hub.Services.GetRequiredService<PayHubDatabase>().File);
            await hub.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
            await rotate(hub.Services.GetRequiredService<KeyRotation>(), cancellationToken);
            return 0;
        }
        catch (InUseException)
        {
            await Console.Error.WriteLineAsync($"payhub: a hub is running on {directory.Root}, with its keys loaded: stop it, run {verb} again, then start it.");
            return 1;
        }
    }

    private static async Task RotateIdentityAsync(KeyRotation rotation, CancellationToken cancellationToken)
    {
        var (before, after) = await rotation.RotateIdentityAsync(cancellationToken);
        Console.WriteLine($"Fingerprint: {after}");
        Console.WriteLine($"Before:      {before ?? "none"}");
        Console.WriteLine(
            """
            Wallets that know the hub refuse it from its next start on, and show both fingerprints: give their owners the new one
            by another way than the hub; they accept it with "payhub hub". Signed payments that were made for the former
            fingerprint and are not executed yet are refused (312 WRONG_HUB). Accounts, balances and history stay.
            """);
    }

    private static async Task RotateSealingAsync(KeyRotation rotation, CancellationToken cancellationToken)
    {
        var (after, until) = await rotation.RotateSealingAsync(cancellationToken);
        Console.WriteLine($"Sealing key: {after}");
        Console.WriteLine(until is { } last
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"""
                Clients find it in their next list. What they seal to the former key is still opened until {last.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC;
                after that it is answered 240 BAD_REQUEST, and they seal it again. The hub's identity and fingerprint stay.
                """)
            : """
              Clients find it in their next list. The file of the former key was lost: what they seal to it is answered
              240 BAD_REQUEST, and they seal it again. The hub's identity and fingerprint stay.
              """);
    }
}
