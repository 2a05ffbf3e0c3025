using System.Security.Cryptography;
using System.Text.Json;
using PayHub.Data.Storage;

namespace PayHub.Web.Operators;

/// <summary>What a one-time link is worth.</summary>
public enum AdminLinkState
{
    /// <summary>Opens the door, once.</summary>
    Valid,

    /// <summary>It was this one, but its time is over.</summary>
    Expired,

    /// <summary>Used already, replaced by a newer one, or never given.</summary>
    Unknown,
}

/// <summary>
/// The one-time link that makes the first Admin, or lets an Admin in who lost the password. It lives in a file of the data
/// directory, so that another process can make one without writing the database: whoever may write there owns the hub anyway.
/// </summary>
/// <param name="directory">Where the file is.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class AdminLink(DataDirectory directory, TimeProvider clock)
{
    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string FileName = "admin-link.json";

    private readonly Lock _taking = new();

    private string Path => directory.File(FileName);

    /// <summary>Makes a new link, which ends any older one. Only the token's hash is kept.</summary>
    /// <returns>The link, relative to the dashboard's address: <c>/account/setup?token=...</c>.</returns>
    /// <exception cref="IOException">The data directory can't be written.</exception>
    public async Task<string> CreateAsync(CancellationToken cancellationToken = default)
    {
        var (link, hash) = OneTimeToken.New();
        var record = new Record(hash, clock.GetUtcNow() + Lifetime);
        await PrivateFile.WriteAsync(Path, JsonSerializer.SerializeToUtf8Bytes(record), cancellationToken);
        return link;
    }

    /// <summary>What a token is worth now; it stays usable.</summary>
    public AdminLinkState Check(string? token) => Matches(token, out var record)
        ? clock.GetUtcNow() < record.ExpiresAt ? AdminLinkState.Valid : AdminLinkState.Expired
        : AdminLinkState.Unknown;

    /// <summary>Uses a token up.</summary>
    /// <returns>Whether it was valid. Of callers at the same time, one gets true.</returns>
    public bool TryTake(string? token)
    {
        lock (_taking)
        {
            if (Check(token) != AdminLinkState.Valid)
                return false;
            File.Delete(Path);
            return true;
        }
    }

    private bool Matches(string? token, out Record record)
    {
        record = Read();
        return OneTimeToken.Hash(token) is { } hash && CryptographicOperations.FixedTimeEquals(hash, record.Hash);
    }

    private Record Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Record>(File.ReadAllBytes(Path)) ?? Record.None;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return Record.None;
        }
    }

    private sealed record Record(byte[] Hash, DateTimeOffset ExpiresAt)
    {
        public static readonly Record None = new([], DateTimeOffset.MinValue);
    }
}
