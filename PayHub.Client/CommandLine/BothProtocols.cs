using System.CommandLine;

namespace PayHub.Client.CommandLine;

/// <summary>The commands that there are on both protocols.</summary>
internal static class BothProtocols
{
    /// <summary>The commands.</summary>
    public static IEnumerable<CommandSpec> Commands()
    {
        var name = Arguments.NameArgument("NAME", "The account to open.");
        yield return new CommandSpec("register", "Open an account.", (wallet, line, cancel) => WalletCommand.Either(wallet,
            () => WalletActions.RegisterAsync(wallet, line.GetRequiredValue(name), cancel),
            () => SecureActions.RegisterAsync(wallet, line.GetRequiredValue(name), cancel))) { Arguments = [name] };

        yield return new CommandSpec("list", "Show your balance and who is online.", (wallet, _, cancel) => WalletCommand.Either(wallet,
            () => WalletActions.ListAsync(wallet, cancel), () => SecureActions.ListAsync(wallet, cancel)));

        yield return Pay();

        var accept = new Option<bool>("--accept") { Description = "Accept every payment; standard input is not read." };
        yield return new CommandSpec("listen", "Stay online, take payments, print each. Reads commands from standard input.",
            (wallet, line, cancel) => WalletCommand.Either(wallet,
                () => WalletActions.ListenAsync(wallet, line.GetValue(accept), cancel),
                () => SecureActions.ListenAsync(wallet, line.GetValue(accept), cancel))) { Options = [accept] };

        yield return new CommandSpec("whoami", "Show the account, its key, hub and folder that would be used; connects nowhere.",
            (wallet, _, _) => WalletCommand.Either(wallet, () => WalletActions.ShowIdentityAsync(wallet), () => SecureActions.ShowIdentityAsync(wallet)));
    }

    private static CommandSpec Pay()
    {
        var payee = Arguments.NameArgument("PAYEE", "Who is paid.");
        var amount = Arguments.AmountArgument();
        var (memoArgument, memoOption) = Arguments.Memo("Words to the payment, for the payee and both histories; more than one in quotes.");
        var direct = new Option<bool>("--direct") { Description = "Straight to the hub: the payee need not be online." };
        var timeout = Arguments.NumberOption("--timeout", "SECONDS", "How long to wait for the payee to accept, in seconds", 1, 600, 60);
        return new CommandSpec("pay", "Pay somebody and wait until it is executed or refused.", (wallet, line, cancel) =>
        {
            var patient = wallet with { Limits = wallet.Limits with { DecisionTime = TimeSpan.FromSeconds(line.GetValue(timeout)) } };
            var memo = line.GetValue(memoArgument) ?? line.GetValue(memoOption);
            var (who, how) = (line.GetRequiredValue(payee), line.GetRequiredValue(amount));
            return WalletCommand.Either(wallet,
                () => memo is null && !line.GetValue(direct)
                    ? WalletActions.PayAsync(patient, who, how, cancel)
                    : Task.FromResult(wallet.Fail("usage", "A memo and --direct need a key: they are not there with --plain.", ExitCode.Usage)),
                () => SecureActions.PayAsync(patient, who, how, memo, line.GetValue(direct), cancel));
        })
        { Arguments = [payee, amount, memoArgument], Options = [memoOption, direct, timeout] };
    }
}
