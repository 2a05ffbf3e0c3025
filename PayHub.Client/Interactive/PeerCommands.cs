using System.Globalization;
using PayHub.Client.Output;
using PayHub.Client.Peers;
using PayHub.Client.Session;
using PayHub.Protocol;

namespace PayHub.Client.Interactive;

/// <summary>The commands that have to do with peers: what they ask, and what the owner says to them.</summary>
/// <param name="session">Logged in.</param>
/// <param name="output">Where answers are shown.</param>
/// <param name="pay">Pays what somebody asks for.</param>
/// <param name="leaving">The owner leaves.</param>
internal sealed class PeerCommands(SecureSession session, IWalletOutput output, Func<MoneyRequest, Task> pay, CancellationToken leaving)
{
    /// <summary>Whom each line that is typed goes to; null: lines are commands.</summary>
    public string? Partner { get; private set; }

    /// <summary>The commands.</summary>
    public IEnumerable<ShellVerb> Verbs =>
    [
        new("requests", "the payments and requests for money that wait for you", 0, 0, _ => ShowAll()),
        new("accept [N]", "take payment N, or the only one that waits", 0, 1, words => WithNumber<OfferedPayment>(words, "accept", Accept)),
        new("decline [N]", "decline payment or request N, or the only one that waits", 0, 1,
            words => WithNumber<InboxItem>(words, "decline", Decline)),
        new("auto on|off", "take every payment without asking, or ask", 1, 1, words => Switch(words[0], "auto", SetAuto)),
        new("chat NAME [TEXT]", "say something; without TEXT every line, until /end", 1, 2, words => ChatAsync(words)),
        new("request NAME AMOUNT [MEMO]", "ask somebody for money", 2, 3, words => RequestAsync(words)),
        new("strangers on|off", "hear messages and requests of everybody, or of friends alone", 1, 1,
            words => Switch(words[0], "strangers", SetStrangers)),
    ];

    /// <summary>What peers ask.</summary>
    public PeerDesk Desk => session.Peers.Desk;

    /// <summary>Pays a request for money: the one of that number, or the only one that waits.</summary>
    public Task PayRequestAsync(string[] words)
    {
        if (words is [var name] && !name.All(char.IsAsciiDigit))
            return output.Fail($"The amount is missing: pay {PrintableText.Clean(name)} AMOUNT [MEMO].");
        return WithNumber<MoneyRequest>(words, "pay", number =>
            !session.IsOnline ? FailOffline() : Desk.TakeRequest(number) is { } request ? pay(request) : NoneOf(number));
    }

    /// <summary>Says a line to the partner; <c>/end</c> ends that.</summary>
    /// <returns>The command behind a slash; null where the line was said.</returns>
    public async Task<string?> SayAsync(string line)
    {
        if (line is "/end")
        {
            Partner = null;
            await output.Say("Lines are commands again.");
            return null;
        }
        if (line.StartsWith('/'))
            return line[1..];
        if (line.Length > 0)
            await session.Peers.Talk.SayAsync(Partner!, line, leaving);
        return null;
    }

    private Task ShowAll()
    {
        foreach (var item in Desk.Waiting)
            Desk.Show(item);
        return Desk.Waiting.Count > 0 ? Task.CompletedTask : output.Say("Nothing waits for you.");
    }

    private Task WithNumber<T>(string[] words, string verb, Func<int, Task> act)
        where T : InboxItem
    {
        if (words is [var text])
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? act(number)
                : output.Fail($"N is a number that 'requests' shows: {verb} N.");
        }
        return Desk.Waiting.OfType<T>().ToList() switch
        {
            [] => output.Fail("Nothing of the kind waits for you. 'requests' shows what does."),
            [var only] => act(only.Number),
            { Count: var count } => output.Fail($"{count} of the kind wait for you: {verb} N. 'requests' shows them."),
        };
    }

    private Task Accept(int number) => !session.IsOnline ? FailOffline() : Desk.Accept(number) ? Task.CompletedTask : NoneOf(number);

    private Task Decline(int number) => Desk.Decline(number) ? Task.CompletedTask : NoneOf(number);

    private Task FailOffline()
    {
        output.Show(new Failed("unreachable", $"{SecureSession.NoHub} Nothing was sent, and it still waits for you: 'requests' shows what does.", null));
        return Task.CompletedTask;
    }

    private Task NoneOf(int number) => output.Fail($"Nothing of the kind waits as number {number}. 'requests' shows what does.");

    private Task Switch(string word, string verb, Func<bool, Task> set) =>
        word is "on" or "off" ? set(word == "on") : output.Fail($"{verb} on, or {verb} off.");

    private Task SetAuto(bool on)
    {
        Desk.AutoAccept = on;
        return output.Say(on ? "Every payment to you is now accepted without asking." : "Payments to you wait for your decision.");
    }

    private Task SetStrangers(bool on)
    {
        Desk.IsOpenToStrangers = on;
        return output.Say(on ? "Everybody can now send you messages and requests for money." : "Only friends can send you messages and requests for money.");
    }

    private async Task ChatAsync(string[] words)
    {
        if (!AccountName.IsValid(words[0]))
            await output.FailName(words[0]);
        else if (words.Length > 1)
            await session.Peers.Talk.SayAsync(words[0], words[1], leaving);
        else
        {
            Partner = words[0];
            await output.Say($"Every line goes to {Partner} now. '/end' ends that; '/' in front of a command runs it.");
        }
    }

    private async Task RequestAsync(string[] words)
    {
        if (!AccountName.IsValid(words[0]))
            await output.FailName(words[0]);
        else if (!session.Currency.TryParse(words[1], out var amount))
            await output.Fail(session.Currency.Rule);
        else
            await session.Peers.Talk.RequestAsync(words[0], amount, words.ElementAtOrDefault(2) ?? "", leaving);
    }
}
