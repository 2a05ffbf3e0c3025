using System.CommandLine;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Requests;

namespace PayHub.Client.CommandLine;

/// <summary>The commands that need the hub's TLS endpoint.</summary>
internal static class SecureCommandLine
{
    /// <summary>The commands.</summary>
    public static IEnumerable<CommandSpec> Commands() => new[] { Friends(), Chat(), Request(), History(), Status(), Cancel(), Enrol(), TrustedHubs() }.Select(OverTls);

    private static CommandSpec Friends() =>
        new("friends", "Show your friends, who asks to be one, and whom you have asked.", (wallet, _, cancel) => SecureActions.FriendsAsync(wallet, null, null, null, cancel))
        {
            Below = [.. FriendActions.Verbs.Select(verb => Friend(verb.Key, verb.Value))],
        };

    private static CommandSpec Friend(string verb, string description)
    {
        var name = Arguments.NameArgument("NAME", "The other account.");
        var key = new Argument<string?>("KEY") { Description = "The fingerprint that they told you.", Arity = ArgumentArity.ZeroOrOne };
        key.Validators.Add(result => GlobalOptions.Check(result, Fingerprint.IsWellFormed, "KEY is a fingerprint: 43 characters of A-Z a-z 0-9 - _, as 'whoami' shows it."));
        return new CommandSpec(verb, description, (wallet, line, cancel) => SecureActions.FriendsAsync(
            wallet, verb, line.GetRequiredValue(name), verb == "trust" ? line.GetValue(key) : null, cancel))
        {
            Arguments = verb == "trust" ? [name, key] : [name],
        };
    }

    private static CommandSpec Chat()
    {
        var name = Arguments.NameArgument("NAME", "Whom to talk to: a friend who is online.");
        var text = new Argument<string?>("TEXT") { Description = "What to say; without it every line of standard input.", Arity = ArgumentArity.ZeroOrOne };
        return new CommandSpec("chat", "Say something to a friend, from wallet to wallet.",
            (wallet, line, cancel) => PeerActions.ChatAsync(wallet, line.GetRequiredValue(name), line.GetValue(text), cancel)) { Arguments = [name, text] };
    }

    private static CommandSpec Request()
    {
        var name = Arguments.NameArgument("NAME", "Whom to ask: a friend who is online.");
        var amount = Arguments.AmountArgument();
        var (memoArgument, memoOption) = Arguments.Memo("What for; more than one word in quotes.");
        return new CommandSpec("request", "Ask a friend for money.",
            (wallet, line, cancel) => PeerActions.RequestAsync(wallet, line.GetRequiredValue(name), line.GetRequiredValue(amount), line.GetValue(memoArgument) ?? line.GetValue(memoOption), cancel))
        { Arguments = [name, amount, memoArgument], Options = [memoOption] };
    }

    private static CommandSpec History()
    {
        var count = Arguments.NumberOption("-n", "N", "How many transfers", 1, HistoryRequest.MaxCount, 20);
        var before = new Option<long?>("--before") { Description = "Only older ones than this transfer: the next page.", HelpName = "ID" };
        before.Validators.Add(result => GlobalOptions.Check(result, text => long.TryParse(text, out var id) && id > 0, "--before is a transfer's id."));
        return new CommandSpec("history", "Show your transfers, newest first.",
            (wallet, line, cancel) => SecureActions.ShowHistoryAsync(wallet, line.GetValue(count), line.GetValue(before), cancel)) { Options = [count, before] };
    }

    private static CommandSpec Status()
    {
        var id = Arguments.PaymentIdArgument();
        return new CommandSpec("status", "Ask what became of a payment of yours.",
            (wallet, line, cancel) => SecureActions.ShowStatusAsync(wallet, line.GetRequiredValue(id), cancel)) { Arguments = [id] };
    }

    private static CommandSpec Cancel()
    {
        var id = Arguments.PaymentIdArgument();
        return new CommandSpec("cancel", "Call a payment of yours back, unless it was executed.",
            (wallet, line, cancel) => SecureActions.CancelAsync(wallet, line.GetRequiredValue(id), cancel)) { Arguments = [id] };
    }

    private static CommandSpec Enrol()
    {
        var name = Arguments.NameArgument("NAME", "Your account.");
        var code = new Argument<string>("CODE") { Description = "The one-time code that the hub's operator gave you." };
        code.Validators.Add(result => GlobalOptions.Check(result, text => text.Length is >= 1 and <= 64 && text.All(IsCode), "CODE is 1 to 64 of A-Z a-z 0-9 _ -."));
        var newKey = new Option<bool>("--new-key") { Description = "Make a new key even if there is one here; the old one is kept aside." };
        return new CommandSpec("enrol", "Bind this wallet's key to your account: another device, a lost key, or an account without one.",
            (wallet, line, cancel) => SecureActions.EnrolAsync(wallet, line.GetRequiredValue(name), line.GetRequiredValue(code), line.GetValue(newKey), cancel))
        { Arguments = [name, code], Options = [newKey] };
    }

    private static CommandSpec TrustedHubs() => new("hub", "Show the hubs that you trust, and the key that this one shows now.",
        (wallet, _, cancel) => HubActions.ShowAsync(wallet, cancel))
    {
        Below =
        [
            new CommandSpec("trust", "Trust the hub by the key that it shows now; asks, or takes --fingerprint.", (wallet, _, cancel) => HubActions.TrustAsync(wallet, cancel)),
            new CommandSpec("forget", "Forget the hub's key.", (wallet, _, cancel) => HubActions.ForgetAsync(wallet, cancel)),
        ],
    };

    private static CommandSpec OverTls(CommandSpec spec) => spec with
    {
        Action = (wallet, line, cancel) => wallet.Options.IsPlain
            ? Task.FromResult(wallet.Fail("usage", $"'{spec.Verb}' needs the hub's TLS endpoint: leave --plain out.", ExitCode.Usage))
            : spec.Action(wallet, line, cancel),
        Below = [.. spec.Below.Select(OverTls)],
    };

    private static bool IsCode(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';
}
