using System.Text.Json;

namespace PayHub.Client.Session;

/// <summary>The wallet's folder: which account was used last at which hub.</summary>
internal sealed class WalletHome(string folder)
{
    private string AccountsFile => Path.Combine(folder, "accounts.json");

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
        CreateFolder();
        // Two wallets may do this at once: each writes its own file, the last move wins, none is ever half written.
        var fresh = Path.Combine(folder, $"accounts.{Environment.ProcessId}.tmp");
        File.WriteAllText(fresh, JsonSerializer.Serialize(accounts));
        File.Move(fresh, AccountsFile, overwrite: true);
    }

    private Dictionary<string, string> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(AccountsFile)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // A convenience only: without it the owner names the account.
            return [];
        }
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
