using System.Globalization;
using PayHub.Client.Hub;
using PayHub.Protocol.Keys;

namespace PayHub.Client.Identities;

/// <summary>
/// The keys of an account's friends, pinned when they became friends (docs/protocol.md, "Identities"): hub, name, key, since when, one
/// a line. A key that changes is shown and never taken over silently.
/// </summary>
internal sealed class FriendKeys(HomeFolder home, string account, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private Dictionary<string, PublicKey>? _cache;

    private string FileName => $"friend_keys-{account.ToLowerInvariant()}";

    /// <summary>The key pinned for a friend; null where none is.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public PublicKey? Find(string hub, string name)
    {
        lock (_lock)
            return (_cache ??= Read()).GetValueOrDefault(IdOf(hub, name));
    }

    /// <summary>Whether a key is pinned and this is another one, or none.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public bool IsOther(string hub, string name, PublicKey? key) => Find(hub, name) is { } pinned && !pinned.Equals(key);

    /// <summary>Pins a friend's key, whatever was pinned before.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public Task PinAsync(string hub, string name, PublicKey key, CancellationToken cancel = default) => ChangeAsync(hub, name, key, cancel);

    /// <summary>Forgets a friend's key.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public Task ForgetAsync(string hub, string name, CancellationToken cancel = default) => ChangeAsync(hub, name, null, cancel);

    private async Task ChangeAsync(string hub, string name, PublicKey? key, CancellationToken cancel)
    {
        using var held = await home.LockAsync(cancel);
        var id = IdOf(hub, name);
        var lines = (home.Read(FileName) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith(id, StringComparison.Ordinal));
        if (key is not null)
            lines = lines.Append(string.Create(CultureInfo.InvariantCulture, $"{id}{key.Base64} {clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}"));
        home.Replace(FileName, string.Concat(lines.Select(line => line + "\n")));
        lock (_lock)
            _cache = Read();
    }

    private Dictionary<string, PublicKey> Read()
    {
        var keys = new Dictionary<string, PublicKey>();
        foreach (var line in (home.Read(FileName) ?? "").Split('\n'))
        {
            if (line.Split(' ') is [var hub, var name, var key, ..] && WireFields.TryReadKey(key, out var pinned))
                keys[IdOf(hub, name)] = pinned;
        }
        return keys;
    }

    private static string IdOf(string hub, string name) => $"{hub} {name.ToLowerInvariant()} ";
}
