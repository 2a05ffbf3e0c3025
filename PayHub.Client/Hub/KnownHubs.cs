using System.Globalization;
using System.Text;
using PayHub.Client.Identities;
using PayHub.Client.Output;
using PayHub.Protocol.Keys;

namespace PayHub.Client.Hub;

/// <summary>A hub that the owner trusts.</summary>
/// <param name="Address">Host and port, as the owner names it.</param>
/// <param name="Fingerprint">Of the key that it must show.</param>
/// <param name="Since">When the owner trusted it.</param>
/// <param name="Name">What it called itself then; may be empty.</param>
internal sealed record KnownHub(string Address, string Fingerprint, DateTimeOffset Since, string Name);

/// <summary>
/// The hubs that the owner trusts, and the key of each, as SSH's known_hosts: a text file that people may read and edit. Read anew
/// each time: another wallet of the same owner may have changed it.
/// </summary>
internal sealed class KnownHubs(HomeFolder home, TimeProvider clock)
{
    private const string FileName = "known_hubs";
    private const string Head = "# PayHub hubs that this wallet trusts: address, fingerprint, since when, name.\n";

    /// <summary>The file's full path.</summary>
    public string File => home.File(FileName);

    /// <summary>All of them, in the file's order. Lines that are none are passed over.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public IReadOnlyList<KnownHub> All() => [.. (home.Read(FileName) ?? "").Split('\n').Select(Parse).OfType<KnownHub>()];

    /// <summary>What is known of a hub; null if nothing.</summary>
    public KnownHub? Find(HubAddress address) => All().FirstOrDefault(hub => IsAt(hub, address));

    /// <summary>Trusts a hub, whatever was known of it before.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task TrustAsync(HubAddress address, string fingerprint, string name, CancellationToken cancel)
    {
        using var held = await home.LockAsync(cancel);
        var hub = new KnownHub(address.ToString(), fingerprint, clock.GetUtcNow(), PrintableText.Clean(name));
        Write([.. All().Where(other => !IsAt(other, address)), hub]);
    }

    /// <summary>Forgets a hub.</summary>
    /// <returns>False where it was not known.</returns>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task<bool> ForgetAsync(HubAddress address, CancellationToken cancel)
    {
        using var held = await home.LockAsync(cancel);
        var all = All();
        KnownHub[] rest = [.. all.Where(other => !IsAt(other, address))];
        if (rest.Length == all.Count)
            return false;
        Write(rest);
        return true;
    }

    private static bool IsAt(KnownHub hub, HubAddress address) => hub.Address.Equals(address.ToString(), StringComparison.OrdinalIgnoreCase);

    private void Write(IEnumerable<KnownHub> hubs)
    {
        var text = new StringBuilder(Head);
        foreach (var hub in hubs)
            text.Append(CultureInfo.InvariantCulture, $"{hub.Address} {hub.Fingerprint} {hub.Since:yyyy-MM-ddTHH:mm:ssZ} {hub.Name}\n");
        home.Replace(FileName, text.ToString());
    }

    private static KnownHub? Parse(string line)
    {
        var fields = line.TrimEnd('\r').Split(' ', 4);
        return fields.Length >= 3 && Fingerprint.IsWellFormed(fields[1])
            && DateTimeOffset.TryParse(fields[2], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var since)
            ? new KnownHub(fields[0], fields[1], since, fields.ElementAtOrDefault(3) ?? "")
            : null;
    }
}
