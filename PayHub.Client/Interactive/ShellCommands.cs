using System.Globalization;
using System.Text;
using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Session;
using PayHub.Protocol;

namespace PayHub.Client.Interactive;

/// <summary>The commands of a wallet that stays online.</summary>
/// <param name="output">Where answers are shown.</param>
/// <param name="session">The session; null while there is none.</param>
/// <param name="connect">Logs in again.</param>
/// <param name="waitsForPayments">
/// Whether a payment on its way holds up the next one and the end: so with commands from a pipe, where nobody sees that it is on its way.
/// </param>
/// <param name="cancel">The owner leaves.</param>
internal sealed class ShellCommands(
    IWalletOutput output, Func<WalletSession?> session, Func<CancellationToken, Task> connect, bool waitsForPayments,
    CancellationToken cancel) : IDisposable
{
    /// <summary>What <c>help</c> says.</summary>
    public const string Help = """
        list              who is online, and your balance (also: who)
        balance           your balance
        pay PAYEE AMOUNT  pay somebody who is online; AMOUNT in minor units
        cancel            stop waiting for the payee; they may still accept
        requests          the payments that wait for your decision
        accept [N]        take payment N, or the only one that waits
        decline [N]       drop payment N, or the only one that waits
        auto on|off       take every payment without asking, or ask
        connect           log in again after the hub closed the connection
        exit              say goodbye and leave (also: quit, Ctrl-C, Ctrl-D)
        """;

    private static readonly string[] Words =
        ["help", "list", "who", "balance", "pay", "cancel", "requests", "accept", "decline", "auto", "connect", "exit", "quit"];

    private readonly CancellationTokenSource _leaving = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private Task _paying = Task.CompletedTask;

    /// <summary>Executes one line.</summary>
    /// <returns>False where it ends the wallet.</returns>
    public async Task<bool> ExecuteAsync(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return true;
        if (words is ["exit" or "quit"])
        {
            await FinishAsync();
            return false;
        }
        try
        {
            await (ExecuteOffline(words) ?? ExecuteOnline(words));
        }
        catch (HubLostException e)
        {
            output.Show(new Failed("unreachable", PrintableText.Clean(e.Message), null));
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        return true;
    }

    /// <summary>Waits for the payment on its way, where nobody watches.</summary>
    public Task FinishAsync() => waitsForPayments ? _paying : Task.CompletedTask;

    /// <summary>Stops waiting for the payment on its way, and says so.</summary>
    public async Task StopAsync()
    {
        await _leaving.CancelAsync();
        await _paying;
    }

    /// <inheritdoc/>
    public void Dispose() => _leaving.Dispose();

    private Task? ExecuteOffline(string[] words) => words switch
    {
        ["help" or "?"] => output.Say(Help),
        ["connect"] => connect(_leaving.Token),
        [var word, ..] when !Words.Contains(word) => output.Fail(Unknown(word)),
        _ => null,
    };

    private Task ExecuteOnline(string[] words) => (words, session()) switch
    {
        (_, null) => output.Fail("Not connected. 'connect' logs in again."),
        (["list" or "who"], { } wallet) => wallet.ShowListAsync(),
        (["balance"], { } wallet) => wallet.ShowBalanceAsync(),
        (["pay", var payee, var amount], { } wallet) => PayAsync(wallet, payee, amount),
        (["cancel"], { } wallet) => wallet.Outgoing.StopWaiting() ? Task.CompletedTask : output.Say("No payment of yours is waited for."),
        (["requests"], { } wallet) => ShowRequests(wallet),
        (["accept"], { } wallet) => DecideOnly(wallet, "accept", wallet.Incoming.Accept),
        (["decline"], { } wallet) => DecideOnly(wallet, "decline", wallet.Incoming.Decline),
        (["accept", var number], { } wallet) => Decide(number, wallet.Incoming.Accept),
        (["decline", var number], { } wallet) => Decide(number, wallet.Incoming.Decline),
        (["auto", "on" or "off"], { } wallet) => SetAuto(wallet, words[1] == "on"),
        _ => output.Fail($"The right form is: {FormOf(words[0])}"),
    };

    private static string FormOf(string word) => word switch
    {
        "pay" => $"pay PAYEE AMOUNT. {WalletOptions.AmountRule}",
        "accept" or "decline" => $"{word} N, where N is a number that 'requests' shows; or {word} alone where one payment waits.",
        "auto" => "auto on, or auto off.",
        _ => $"{word}, without anything behind it.",
    };

    private async Task PayAsync(WalletSession wallet, string payee, string amountText)
    {
        if (!AccountName.IsValid(payee))
            await output.FailName(payee);
        else if (!Amount.TryParse(Encoding.UTF8.GetBytes(amountText), out var amount))
            await output.Fail(WalletOptions.AmountRule);
        else
        {
            await FinishAsync();
            _paying = PayInBackgroundAsync(wallet, payee, amount);
        }
    }

    private async Task PayInBackgroundAsync(WalletSession wallet, string payee, long amount)
    {
        try
        {
            await wallet.Outgoing.PayAsync(payee, amount, _leaving.Token);
        }
        catch (HubLostException e)
        {
            output.Show(new Failed("outcome-unknown", e.Message, null));
        }
        catch (OperationCanceledException)
        {
            // The owner leaves.
        }
    }

    private Task ShowRequests(WalletSession wallet)
    {
        var waiting = wallet.Incoming.Waiting;
        foreach (var request in waiting)
            wallet.Incoming.Show(request);
        return waiting.Count > 0 ? Task.CompletedTask : output.Say("No payment waits for your decision.");
    }

    private Task DecideOnly(WalletSession wallet, string word, Func<int, bool> decide) => wallet.Incoming.Waiting switch
    {
        [] => output.Fail("No payment waits for your decision."),
        [var only] => Decide($"{only.Number}", decide),
        { Count: var count } => output.Fail($"{count} payments wait for your decision: {word} N. 'requests' shows them."),
    };

    private Task Decide(string numberText, Func<int, bool> decide) =>
        int.TryParse(numberText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && decide(number)
            ? Task.CompletedTask
            : output.Fail($"No payment {PrintableText.Clean(numberText)} waits for your decision. 'requests' shows those that do.");

    private Task SetAuto(WalletSession wallet, bool on)
    {
        wallet.Incoming.AutoAccept = on;
        return output.Say(on ? "Every payment to you is now accepted without asking." : "Payments to you wait for your decision.");
    }

    private static string Unknown(string word) => $"Unknown command '{PrintableText.Clean(word)}'. "
        + (Suggestion.For(word, Words) is { } near ? $"Did you mean '{near}'? " : "") + "'help' shows them all.";
}
