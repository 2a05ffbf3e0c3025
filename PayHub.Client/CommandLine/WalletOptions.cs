using System.CommandLine;
using System.CommandLine.Parsing;
using PayHub.Client.Hub;
using PayHub.Protocol;
using PayHub.Protocol.Keys;

namespace PayHub.Client.CommandLine;

/// <summary>The options that every command takes, as given.</summary>
/// <param name="Hub">The hub to use.</param>
/// <param name="IsPlain">Whether to speak the classic protocol, in clear.</param>
/// <param name="Account">The account to use; null where it is not given.</param>
/// <param name="Home">The wallet's folder.</param>
/// <param name="ListenPort">The port for payments of others; 0 for any free one.</param>
/// <param name="IsJson">Whether to print JSON lines.</param>
/// <param name="SaysYes">Whether the account is registered without asking. Never whether a hub is trusted.</param>
internal sealed record WalletOptions(
    HubAddress Hub, bool IsPlain, string? Account, string Home, int ListenPort, bool IsJson, bool SaysYes)
{
    /// <summary>The only key that a new hub may show; null where the owner is to be asked.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether a new key is kept unencrypted.</summary>
    public bool NoPassphrase { get; init; }

    /// <summary>The file whose first line is the passphrase; null for none.</summary>
    public string? PassphraseFile { get; init; }

    /// <summary>What an amount may be, in words.</summary>
    public const string AmountRule = "AMOUNT is a whole number of minor units, 1 to 999999999999999999, digits only.";
}

/// <summary>The options that every command takes: what they are called, and how they are checked.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string> _hub = new("--hub")
    {
        Description = $"The hub. Default: localhost:{HubAddress.DefaultTlsPort}; with --plain localhost:{HubAddress.DefaultPlainPort}.",
        HelpName = "HOST:PORT",
        Recursive = true,
    };

    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "Speak the classic protocol: in clear, without keys.",
        Recursive = true,
    };

    private readonly Option<string> _account = new("--account")
    {
        Description = "The account to use. Default: the one used last with this hub.",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<string> _home = new("--home")
    {
        Description = "The wallet's folder.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".payhub"),
    };

    private readonly Option<int> _listenPort = new("--listen-port")
    {
        Description = "The port at which other wallets bring their payments; 0: any free one.",
        HelpName = "N",
        Recursive = true,
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object a line (see payhub --help).",
        Recursive = true,
    };

    private readonly Option<bool> _yes = new("--yes", "-y")
    {
        Description = "Register the account, without asking, if the hub does not know it. With 'friends trust': take the friend's key without asking.",
        Recursive = true,
    };

    private readonly Option<string> _fingerprint = new("--fingerprint")
    {
        Description = "The key that the hub must show; a new hub is then trusted without asking.",
        HelpName = "F",
        Recursive = true,
    };

    private readonly Option<bool> _noPassphrase = new("--no-passphrase")
    {
        Description = "Keep a new key unencrypted in the wallet's folder.",
        Recursive = true,
    };

    private readonly Option<string> _passphraseFile = new("--passphrase-file")
    {
        Description = $"A file whose first line is the passphrase. Else the environment variable {Passphrases.Variable}, else you are asked.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Adds the options to the root command.</summary>
    public void AddTo(RootCommand root)
    {
        _hub.Validators.Add(result => Check(result, text => HubAddress.TryParse(text, 1, out _), "--hub is HOST:PORT, such as localhost:8888."));
        _account.Validators.Add(result => Check(result, AccountName.IsValid, "--account is an account name: 1 to 32 of A-Z a-z 0-9 . _ -, first a letter or digit."));
        _listenPort.Validators.Add(result => Check(result, text => ushort.TryParse(text, out _), "--listen-port is 0 to 65535."));
        _fingerprint.Validators.Add(result => Check(result, Fingerprint.IsWellFormed, "--fingerprint is 43 characters of A-Z a-z 0-9 - _, as the hub prints it at its start."));
        _passphraseFile.Validators.Add(result => Check(result, File.Exists, "there is no such file."));
        foreach (Option option in new Option[] { _hub, _plain, _account, _home, _listenPort, _json, _yes, _fingerprint, _noPassphrase, _passphraseFile })
            root.Options.Add(option);
    }

    /// <summary>Reads the options from a command line without errors.</summary>
    public WalletOptions Read(ParseResult line)
    {
        var isPlain = line.GetValue(_plain);
        var port = isPlain ? HubAddress.DefaultPlainPort : HubAddress.DefaultTlsPort;
        if (!HubAddress.TryParse(line.GetValue(_hub) ?? "localhost", port, out var hub))
            throw new InvalidOperationException("The option's validator let a malformed hub address through.");
        return new WalletOptions(hub, isPlain, line.GetValue(_account), Path.GetFullPath(line.GetRequiredValue(_home)),
            line.GetValue(_listenPort), line.GetValue(_json), line.GetValue(_yes))
        {
            Fingerprint = line.GetValue(_fingerprint),
            NoPassphrase = line.GetValue(_noPassphrase),
            PassphraseFile = line.GetValue(_passphraseFile),
        };
    }

    /// <summary>Adds an error for each value that will not do.</summary>
    internal static void Check(SymbolResult result, Func<string, bool> isGood, string rule)
    {
        foreach (var token in result.Tokens)
        {
            if (!isGood(token.Value))
                result.AddError($"'{token.Value}' will not do: {rule}");
        }
    }
}
