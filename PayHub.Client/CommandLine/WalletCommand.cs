using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PayHub.Client.CommandLine;

/// <summary>The command line (protocol.md, B6).</summary>
internal static class WalletCommand
{
    private const string Footer = """

        AMOUNT is in the hub's currency, such as 12.50; with --plain in minor units. Exit codes: 0 done, 1 not done (refused by the hub:
        its code is printed; by the wallet, or not answered: the reason is printed), 2 usage, 3 cannot reach, 4 trust refused:
        the hub, or a friend, shows another key than the trusted one, or the hub is new and nobody said yes; --yes does not.
        An account is online in one wallet at a time: whoever logs in last (list and pay do, too) disconnects the other;
        one that stays comes back by itself.
        """;

    private const string Events = """

        With --json every line has a field "event"; amounts are minor units:
          hub hub name fingerprint currency decimals · registered, enrolled account fingerprint · online account hub port balance
          offline reason seconds · list account balance accounts[name address port] · balance account balance
          payment paymentId payee amount memo direct expires · paid payee amount balance transfer paymentId
          status paymentId state payee amount transfer code · received payer amount balance transfer memo paymentId
          friends account friends[name state online address port key] · friend name state · presence name online
          key-changed name pinned fingerprint · history account entries[transfer time direction counterparty amount balance
          kind memo paymentId] next · known-hub hub fingerprint name since · hub-key hub fingerprint trusted isTrusted
          offer number payer amount memo signed address seconds · declined, expired number payer amount
          not-received payer amount code balance · money-request number from amount memo · asked to amount memo · asked-money from amount
          message from text · told to text
          identity account hub home fingerprint · notice message · error code message exitCode (only where the wallet ends) paymentId
          bye account; with --plain also: request number payer amount from seconds · sent payee amount to seconds
          late-answer executed balance before
        listen and the interactive form read commands, one a line, from standard input: 'help' shows them.
        """;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The process's arguments.</param>
    /// <param name="cancel">Ends what runs, as Ctrl-C does.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancel = default)
    {
        var line = Build().Parse(args);
        // A wallet needs up to two seconds to say goodbye to a hub that does not answer.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(5), EnableDefaultExceptionHandler = false };
        if (line.Action is ParseErrorAction wrong)
            return UsageErrors.Show(line, wrong);
        return await line.InvokeAsync(invocation, cancel);
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("payhub: the PayHub console wallet. Without a command it is interactive.");
        var options = new GlobalOptions();
        options.AddTo(root);
        root.SetAction((line, cancel) => Run(options, line, wallet => Either(wallet,
            () => WalletActions.InteractAsync(wallet, cancel), () => SecureActions.InteractAsync(wallet, cancel)), cancel));
        foreach (var command in BothProtocols.Commands().Concat(SecureCommandLine.Commands()))
            root.Subcommands.Add(command.ToCommand((line, action, cancel) => Run(options, line, action, cancel)));
        AddFooter(root);
        return root;
    }

    /// <summary>Does one thing on the classic protocol, another over TLS.</summary>
    public static Task<ExitCode> Either(CommandContext wallet, Func<Task<ExitCode>> plain, Func<Task<ExitCode>> secure) =>
        wallet.Options.IsPlain ? plain() : secure();

    private static async Task<int> Run(
        GlobalOptions options, ParseResult line, Func<CommandContext, Task<ExitCode>> action, CancellationToken cancel) =>
        (int)await CommandContext.RunAsync(options.Read(line), action, cancel);

    private static void AddFooter(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new FooterHelp((HelpAction)help.Action!);
    }

    private sealed class FooterHelp(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult line)
        {
            var isRoot = line.CommandResult.Command is RootCommand;
            if (isRoot && line.UnmatchedTokens.Count > 0)
            {
                line.InvocationConfiguration.Error.WriteLine($"There is no command '{line.UnmatchedTokens[0]}'. See payhub --help.");
                return (int)ExitCode.Usage;
            }
            var exit = help.Invoke(line);
            var output = line.InvocationConfiguration.Output;
            output.WriteLine(isRoot ? Footer + Environment.NewLine + Events : "payhub --help tells the exit codes, and the events of --json.");
            return exit;
        }
    }
}
