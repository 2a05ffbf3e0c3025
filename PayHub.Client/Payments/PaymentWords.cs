using System.Globalization;
using PayHub.Client.CommandLine;
using PayHub.Client.Output;
using PayHub.Client.Session;

namespace PayHub.Client.Payments;

/// <summary>What the owner is told of a payment that was not executed, or may still be.</summary>
internal static class PaymentWords
{
    /// <summary>The hub's word, other than "executed".</summary>
    public static Failed NotPaid(PaymentIntent intent, PaymentVerdict verdict) => verdict.State switch
    {
        IntentState.Cancelled => New(intent, "342 CANCELLED",
            $"Not paid: the payment to {intent.Payee} is called back at the hub, and will never be executed.", ExitCode.Refused),
        IntentState.Expired => New(intent, "311 EXPIRED", $"Not paid: the time of the payment to {intent.Payee} is over, and the hub never executed it.", ExitCode.Refused),
        IntentState.Refused => New(intent, verdict.Line, $"Not paid. The hub says {verdict.Line}: {HubWords.ExplainPayee(verdict.Line)} Nothing moved.", ExitCode.Refused),
        _ => New(intent, "outcome-unknown", $"The hub does not tell the outcome ({verdict.Line}). {Rest(intent)}", ExitCode.Refused),
    };

    /// <summary>The hub is away before there is a payment.</summary>
    public static Failed NotMade() => new("unreachable", $"{SecureSession.NoHub} Nothing was sent and nothing is kept: pay again once you are online.", ExitCode.Unreachable);

    /// <summary>The balance is too low for it.</summary>
    public static Failed TooMuch(long balance, Currency money) =>
        new("350 INSUFFICIENT_FUNDS", $"Your balance is {money.Format(balance)}: the hub would refuse. Nothing was sent.", ExitCode.Refused);

    /// <summary>The owner leaves, and the hub has not given its word.</summary>
    /// <param name="intent">The payment.</param>
    /// <param name="money">How amounts are written.</param>
    public static Failed StillOpen(PaymentIntent intent, Currency money) =>
        New(intent, "open", $"Still open: {money.Format(intent.Amount)} to {intent.Payee}. {Rest(intent)}", ExitCode.Refused) with { ExitCode = null };

    /// <summary>The hub is gone in the middle.</summary>
    public static Failed Lost(PaymentIntent intent, string reason) => New(intent, "outcome-unknown", $"{reason} {Rest(intent)}", ExitCode.Unreachable);

    /// <summary>The owner stops waiting.</summary>
    public static Failed Interrupted(PaymentIntent intent) => New(intent, "interrupted",
        $"Stopped waiting. {(intent.IsDirect ? "The hub may have executed it." : $"{intent.Payee} may still accept it.")} {Rest(intent)}", ExitCode.Refused);

    private static string Rest(PaymentIntent intent) => $"The payment is kept: asking for the same again finishes this one, and makes no second. The next start of this wallet finds out what became of it; "
        + $"'status {intent.Id}' asks, 'cancel {intent.Id}' calls it back, and after "
        + $"{intent.Expires.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} nobody can execute it.";

    private static Failed New(PaymentIntent intent, string code, string message, ExitCode exit) => new(code, message, exit) { PaymentId = intent.Id };
}
