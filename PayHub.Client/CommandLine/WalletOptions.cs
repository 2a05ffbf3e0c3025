using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using PayHub.Client.Hub;
using PayHub.Protocol;

namespace PayHub.Client.CommandLine;

/// <summary>The options that every command takes, as given.</summary>
/// <param name="Hub">The hub to use.</param>
/// <param name="IsPlain">Whether to speak the classic protocol, in clear.</param>
/// <param name="Account">The account to use; null where it is not given.</param>
/// <param name="Home">The wallet's folder.</param>
/// <param name="ListenPort">The port for payments of others; 0 for any free one.</param>
/// <param name="IsJson">Whether to print JSON lines.</param>
/// <param name="SaysYes">Whether questions are answered yes.</param>
internal sealed record WalletOptions(
    HubAddress Hub, bool IsPlain, string? Account, string Home, int ListenPort, bool IsJson, bool SaysYes)
{
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
        Description = "Print one JSON object a line (see below).",
        Recursive = true,
    };

    private readonly Option<bool> _yes = new("--yes", "-y")
    {
        Description = "Register the account, without asking, if the hub does not know it.",
        Recursive = true,
    };

    /// <summary>Adds the options to the root command.</summary>
    public void AddTo(RootCommand root)
    {
        _hub.Validators.Add(result => Check(result, text => HubAddress.TryParse(text, 1, out _), "--hub is HOST:PORT, such as localhost:8888."));
        _account.Validators.Add(result => Check(result, AccountName.IsValid, "--account is an account name: 1 to 32 of A-Z a-z 0-9 . _ -, first a letter or digit."));
        _listenPort.Validators.Add(result => Check(result, text => ushort.TryParse(text, out _), "--listen-port is 0 to 65535."));
        foreach (Option option in new Option[] { _hub, _plain, _account, _home, _listenPort, _json, _yes })
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
            line.GetValue(_listenPort), line.GetValue(_json), line.GetValue(_yes));
    }

    /// <summary>An argument that is an account name.</summary>
    public static Argument<string> NameArgument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result => Check(result, AccountName.IsValid,
            $"{name} is an account name: 1 to 32 of A-Z a-z 0-9 . _ -, first a letter or digit, no word of the protocol."));
        return argument;
    }

    /// <summary>An argument that is an amount, in minor units.</summary>
    public static Argument<long> AmountArgument()
    {
        var argument = new Argument<long>("AMOUNT") { Description = "How much, in minor units." };
        argument.Validators.Add(result => Check(result, text => Amount.TryParse(Encoding.UTF8.GetBytes(text), out _), WalletOptions.AmountRule));
        return argument;
    }

    /// <summary>How long <c>pay</c> waits for the payee, in seconds.</summary>
    public static Option<int> TimeoutOption()
    {
        var option = new Option<int>("--timeout")
        {
            Description = "How long to wait for the payee to accept, 1 to 600.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 60,
        };
        option.Validators.Add(result => Check(result, text => int.TryParse(text, out var seconds) && seconds is >= 1 and <= 600, "--timeout is 1 to 600 seconds."));
        return option;
    }

    private static void Check(SymbolResult result, Func<string, bool> isGood, string rule)
    {
        foreach (var token in result.Tokens)
        {
            if (!isGood(token.Value))
                result.AddError($"'{token.Value}' will not do: {rule}");
        }
    }
}
