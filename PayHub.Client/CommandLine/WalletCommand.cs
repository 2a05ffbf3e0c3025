using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PayHub.Client.CommandLine;

/// <summary>The command line (protocol.md, B6), as far as the classic protocol carries it.</summary>
internal static class WalletCommand
{
    private const string Footer = """

        AMOUNT is in minor units. Exit codes: 0 done, 1 not done (refused by the hub: its code is printed;
        by the wallet, or not answered: the reason is printed), 2 usage, 3 cannot reach.
        An account is online in one wallet at a time: whoever logs in last (list and pay do, too) disconnects the other.

        With --json every line has a field "event":
          registered account · online account hub port balance · list account balance accounts[name address port]
          balance account balance · request number payer amount from seconds · declined, expired number payer amount
          received payer amount balance · not-received payer amount code balance · sent payee amount to seconds
          paid payee amount balance · late-answer executed balance before · identity account hub home
          notice message · error code message exitCode (only where the wallet ends) · bye account
        listen and the interactive form read commands, one a line, from standard input: 'help' shows them.
        """;

    /// <summary>Runs a command line.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var line = Build().Parse(args);
        // A wallet needs up to two seconds to say goodbye to a hub that does not answer.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(5), EnableDefaultExceptionHandler = false };
        if (line.Action is ParseErrorAction wrong)
            return UsageErrors.Show(line, wrong);
        return await line.InvokeAsync(invocation);
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("payhub: the PayHub console wallet. Without a command it is interactive.");
        var options = new GlobalOptions();
        options.AddTo(root);
        root.SetAction((line, cancel) => Run(options, line, wallet => WalletActions.InteractAsync(wallet, cancel), cancel));

        var name = GlobalOptions.NameArgument("NAME", "The account to open.");
        Add("register", "Open an account.", [name], (wallet, line, cancel) => WalletActions.RegisterAsync(wallet, line.GetRequiredValue(name), cancel));

        Add("list", "Show your balance and who is online.", [], (wallet, _, cancel) => WalletActions.ListAsync(wallet, cancel));

        var payee = GlobalOptions.NameArgument("PAYEE", "Who is paid; their wallet must be online.");
        var amount = GlobalOptions.AmountArgument();
        var timeout = GlobalOptions.TimeoutOption();
        var pay = Add("pay", "Pay somebody and wait until it is executed or refused.", [payee, amount], (wallet, line, cancel) =>
            WalletActions.PayAsync(wallet, line.GetRequiredValue(payee), line.GetValue(amount), line.GetValue(timeout), cancel));
        pay.Options.Add(timeout);

        var accept = new Option<bool>("--accept") { Description = "Accept every payment; standard input is not read." };
        var listen = Add("listen", "Stay online, take payments, print each. Reads 'accept N' and 'decline N' from standard input.", [],
            (wallet, line, cancel) => WalletActions.ListenAsync(wallet, line.GetValue(accept), cancel));
        listen.Options.Add(accept);

        Add("whoami", "Show the account, hub and folder that would be used; connects nowhere.", [], (wallet, _, _) => WalletActions.ShowIdentityAsync(wallet));
        AddFooter(root);
        return root;

        Command Add(string verb, string description, Argument[] arguments, Func<CommandContext, ParseResult, CancellationToken, Task<ExitCode>> action)
        {
            var command = new Command(verb, description);
            foreach (var argument in arguments)
                command.Arguments.Add(argument);
            command.SetAction((line, cancel) => Run(options, line, wallet => action(wallet, line, cancel), cancel));
            root.Subcommands.Add(command);
            return command;
        }
    }

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
            var exit = help.Invoke(line);
            line.InvocationConfiguration.Output.WriteLine(Footer);
            return exit;
        }
    }
}
