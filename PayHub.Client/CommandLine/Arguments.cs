using System.CommandLine;
using PayHub.Client.Payments;
using PayHub.Protocol;
using PayHub.Protocol.Signing;

namespace PayHub.Client.CommandLine;

/// <summary>The arguments and options of single commands, and how they are checked.</summary>
internal static class Arguments
{
    /// <summary>An argument that is an account name.</summary>
    public static Argument<string> NameArgument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result => GlobalOptions.Check(result, AccountName.IsValid,
            $"{name} is an account name: 1 to 32 of A-Z a-z 0-9 . _ -, first a letter or digit, no word of the protocol."));
        return argument;
    }

    /// <summary>An argument that is an amount. How many decimals it may have, the hub says.</summary>
    public static Argument<string> AmountArgument()
    {
        var argument = new Argument<string>("AMOUNT") { Description = "How much, in the hub's currency, such as 12.50; with --plain in minor units." };
        argument.Validators.Add(result => GlobalOptions.Check(result, IsAmount, "AMOUNT is a number above zero: digits, and a point before decimals."));
        return argument;
    }

    /// <summary>Words to a payment: an argument, or an option.</summary>
    public static (Argument<string?> Argument, Option<string> Option) Memo(string description)
    {
        var argument = new Argument<string?>("MEMO") { Description = description, Arity = ArgumentArity.ZeroOrOne };
        var option = new Option<string>("--memo") { Description = "The same as MEMO.", HelpName = "TEXT" };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetResult(option) is { Implicit: false })
                result.AddError("MEMO and --memo are the same: give one of them.");
        });
        return (argument, option);
    }

    /// <summary>An argument that is a payment id.</summary>
    public static Argument<string> PaymentIdArgument()
    {
        var argument = new Argument<string>("ID") { Description = "A payment's id, as 'pay' prints it." };
        argument.Validators.Add(result => GlobalOptions.Check(result, PaymentId.IsWellFormed, "ID is 16 to 64 of A-Z a-z 0-9 _ -."));
        return argument;
    }

    /// <summary>An option that is a number of a range.</summary>
    public static Option<int> NumberOption(string name, string help, string description, int least, int most, int usual)
    {
        var option = new Option<int>(name) { Description = $"{description}, {least} to {most}.", HelpName = help, DefaultValueFactory = _ => usual };
        option.Validators.Add(result => GlobalOptions.Check(result, text => int.TryParse(text, out var number) && number >= least && number <= most, $"{name} is {least} to {most}."));
        return option;
    }

    // Whatever the currency is: some digit is no zero.
    private static bool IsAmount(string text) => new Currency("", Currency.MaxDecimals).TryParse(text, out _) || Currency.Minor.TryParse(text, out _);
}
