using System.Text.Json;

namespace PayHub.Client.Identities;

/// <summary>Which account was used last at which hub: a convenience, so that nobody has to name it each time.</summary>
internal sealed class WalletHome(string folder)
{
    private const string AccountsFile = "accounts.json";

    private readonly HomeFolder _home = new(folder);

    /// <summary>The folder's full path.</summary>
    public string Folder => folder;

    /// <summary>The account used last at a hub; null if none is known.</summary>
    public string? LastAccount(string hub) => Read().GetValueOrDefault(hub);

    /// <summary>Remembers the account used last at a hub.</summary>
    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Remember(string hub, string account)
    {
        var accounts = Read();
        if (accounts.GetValueOrDefault(hub) == account)
            return;
        accounts[hub] = account;
        // Two wallets may do this at once: the last one wins.
        _home.Replace(AccountsFile, JsonSerializer.Serialize(accounts));
    }

    private Dictionary<string, string> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(_home.Read(AccountsFile) ?? "{}") ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
