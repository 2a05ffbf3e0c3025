using PayHub.Client.Identities;
using PayHub.Client.Interactive;

namespace PayHub.Client.CommandLine;

/// <summary>A passphrase, or why there is none.</summary>
/// <param name="Text">Null for a key without a passphrase.</param>
/// <param name="Problem">For the owner; null where there is none.</param>
internal readonly record struct Passphrase(string? Text, string? Problem);

/// <summary>Where passphrases come from: a file, the environment, or the person at the terminal. Never an argument, which others can see.</summary>
/// <param name="options">What the command line says.</param>
/// <param name="lines">The person.</param>
internal sealed class Passphrases(WalletOptions options, ILineSource lines)
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "PAYHUB_PASSPHRASE";

    /// <summary>The fewest characters of a new one.</summary>
    public const int MinLength = 8;

    private const int Tries = 3;
    private const string Sources = $"Give it with --passphrase-file FILE or in the environment variable {Variable}";

    /// <summary>Opens an account's key, asking for its passphrase where that is needed.</summary>
    /// <returns>The key; or null, why, and the exit code for that.</returns>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">The account's file holds no key.</exception>
    public async Task<(WalletIdentity? Identity, string? Problem, ExitCode Exit)> UnlockAsync(IdentityStore store, string account, CancellationToken cancel)
    {
        if (!store.IsEncrypted(account))
            return (store.Load(account, null), null, ExitCode.Done);
        if (Given() is { } given)
            return store.Load(account, given) is { } opened ? (opened, null, ExitCode.Done) : Wrong(store, account);
        if (!lines.IsTerminal)
            return (null, $"The key of {account} needs its passphrase. {Sources}.", ExitCode.Usage);
        for (var (left, before) = (Tries, ""); left > 0; left--, before = "That does not open the key.\n")
        {
            if (await lines.ReadSecretAsync($"{before}Passphrase of {account}: ", cancel) is not { Length: > 0 } typed)
                return (null, "No passphrase.", ExitCode.Refused);
            if (store.Load(account, typed) is { } identity)
                return (identity, null, ExitCode.Done);
        }
        return Wrong(store, account);
    }

    /// <summary>A passphrase for a new key.</summary>
    public async Task<Passphrase> ChooseAsync(string account, CancellationToken cancel)
    {
        if (options.NoPassphrase)
            return new Passphrase(null, null);
        if (Given() is { } given)
            return Check(given);
        if (!lines.IsTerminal)
            return new Passphrase(null, $"The key of {account} needs a passphrase. {Sources}, or add --no-passphrase to keep the key unencrypted.");
        for (var before = ""; ;)
        {
            var first = await lines.ReadSecretAsync($"{before}A passphrase for the key of {account}, at least {MinLength} characters: ", cancel);
            if (first is not { Length: > 0 })
                return new Passphrase(null, "No passphrase. --no-passphrase keeps the key unencrypted.");
            if (first.Length < MinLength)
                before = "That is too short.\n";
            else if (await lines.ReadSecretAsync("The same again: ", cancel) == first)
                return new Passphrase(first, null);
            else
                before = "The two are not the same.\n";
        }
    }

    private static (WalletIdentity? Identity, string? Problem, ExitCode Exit) Wrong(IdentityStore store, string account) =>
        (null, $"The passphrase does not open {store.FileOf(account)}.", ExitCode.Refused);

    private static Passphrase Check(string text) => text.Length < MinLength
        ? new Passphrase(null, $"A passphrase has at least {MinLength} characters.")
        : new Passphrase(text, null);

    private string? Given()
    {
        var text = options.PassphraseFile is { } file
            ? File.ReadLines(file).FirstOrDefault() ?? ""
            : Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
