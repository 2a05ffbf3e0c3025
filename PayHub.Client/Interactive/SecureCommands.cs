using System.Globalization;
using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Peers;
using PayHub.Client.Session;
using PayHub.Protocol;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Requests;
using PayHub.Protocol.Signing;

namespace PayHub.Client.Interactive;

/// <summary>The commands of a wallet that stays online over TLS.</summary>
internal sealed class SecureCommands : IDisposable
{
    private const int PageLength = 20;

    private readonly SecureSession _session;
    private readonly IWalletOutput _output;
    private readonly SecureQueries _queries;
    private readonly FriendActions _friends;
    private readonly bool _waitsForPayments;
    private readonly CancellationTokenSource _leaving;
    private readonly List<ShellVerb> _verbs;
    private Task _paying = Task.CompletedTask;

    /// <summary>Prepares them.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="output">Where answers are shown.</param>
    /// <param name="lines">The owner, who may be asked; from a pipe, a payment on its way holds up the next command.</param>
    /// <param name="cancel">The owner leaves.</param>
    public SecureCommands(SecureSession session, IWalletOutput output, ILineSource lines, CancellationToken cancel)
    {
        (_session, _output, _waitsForPayments) = (session, output, !lines.IsTerminal);
        _queries = new SecureQueries(session, output) { Stays = true };
        _friends = new FriendActions(session, output) { Stays = true, AskAsync = lines.AskAsync };
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _verbs =
        [
            new("list", "who is online, and your balance", 0, 0, _ => _queries.ListAsync()),
            new("balance", "your balance", 0, 0, _ => _queries.BalanceAsync()),
            new("pay PAYEE AMOUNT [MEMO]", "pay somebody, through their wallet or the hub; 'pay' or 'pay N': what somebody asks for", 0, 3,
                words => words.Length < 2 ? Peers!.PayRequestAsync(words) : PayAsync(words, isDirect: false)),
            new("direct PAYEE AMOUNT [MEMO]", "pay somebody straight at the hub, online or not", 2, 3, words => PayAsync(words, isDirect: true)),
            new("friends [VERB NAME]", $"your friends; VERB is {string.Join(", ", FriendActions.Verbs.Keys)}", 0, 3, FriendsAsync),
            new("history [N]", "your last transfers", 0, 1, words => HistoryAsync(words, null)),
            new("more", "older transfers", 0, 0, _ => MoreAsync()),
            new("status ID", "what became of a payment", 1, 1, words => WithIdAsync(words[0], _queries.StatusAsync)),
            new("cancel ID", "call a payment back", 1, 1, words => WithIdAsync(words[0], _queries.CancelAsync)),
            new("connect", "when the hub is away: try at once (also: Enter)", 0, 0, _ => ConnectAsync()),
            new("whoami", "your account and the fingerprint of its key", 0, 0, _ => _output.Say($"{session.Account}, key {session.Identity.Public.Fingerprint}, at the hub {session.HubFingerprint}.")),
            new("help", "these lines", 0, 0, _ => _output.Say(Help)),
            new("exit", "say goodbye and leave (also: quit, Ctrl-C, Ctrl-D)", 0, 0, _ => Task.CompletedTask),
        ];
        Peers = new PeerCommands(session, output, StartPayingAsync, _leaving.Token);
        _verbs.InsertRange(_verbs.FindIndex(verb => verb.Word == "friends"), Peers.Verbs);
    }

    private string Help => string.Join('\n', _verbs.Select(verb => $"{verb.Form.PadRight(_verbs.Max(other => other.Form.Length))}  {verb.Description}"));

    /// <summary>The commands that have to do with other wallets.</summary>
    public PeerCommands Peers { get; }

    /// <summary>The words that may stand at the end of what was typed: commands, then names.</summary>
    public IReadOnlyList<string> Complete(string typed)
    {
        var words = typed.Split(' ');
        var candidates = words switch
        {
            [_] => _verbs.Select(verb => verb.Word),
            ["friends", _] => FriendActions.Verbs.Keys,
            [_, _] or ["friends", _, _] => _session.Friends.All.Select(friend => friend.Name),
            _ => [],
        };
        return [.. candidates.Where(word => word.StartsWith(words[^1], StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Executes one line.</summary>
    /// <returns>False where it ends the wallet.</returns>
    public async Task<bool> ExecuteAsync(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
            _session.Hurry();
        try
        {
            var command = Peers.Partner is null ? line : await Peers.SayAsync(line.Trim());
            return command is null || await RunAsync(command);
        }
        catch (HubLostException e)
        {
            _output.Show(new Failed("unreachable", PrintableText.Clean(e.Message), null));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _output.Show(new Failed("home", $"The wallet's folder is of no use: {e.Message}", null));
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Waits for the payment on its way, where nobody watches.</summary>
    public Task FinishAsync() => _waitsForPayments ? _paying : Task.CompletedTask;

    /// <summary>Stops waiting for the payment on its way, and says so.</summary>
    public async Task StopAsync()
    {
        await _leaving.CancelAsync();
        await _paying;
    }

    /// <inheritdoc/>
    public void Dispose() => _leaving.Dispose();

    private async Task<bool> RunAsync(string line)
    {
        var words = line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
        if (words[0] is "exit" or "quit")
        {
            await FinishAsync();
            return false;
        }
        if (words[0].Length > 0)
            await RunAsync(words[0] == "?" ? "help" : words[0] == "who" ? "list" : words[0], words.ElementAtOrDefault(1) ?? "");
        return true;
    }

    private Task RunAsync(string word, string rest)
    {
        if (_verbs.Find(verb => verb.Word == word) is not { } verb)
            return _output.Fail($"Unknown command '{PrintableText.Clean(word)}'. "
                + (Suggestion.For(word, _verbs.Select(known => known.Word)) is { } near ? $"Did you mean '{near}'? " : "") + "'help' shows them all.");
        if (verb.Word is "pay" or "direct" or "request" && ShellVerb.OptionIn(rest) is { } option)
            return _output.Fail(OptionWords(option, rest));
        return verb.Split(rest) is { } words ? verb.Run(words) : _output.Fail($"The right form is: {verb.Form}");
    }

    private string OptionWords(string option, string rest)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var instead = option == "--direct" && words is [var payee, var amount, ..] && payee != option && amount != option
            ? $"direct {PrintableText.Clean($"{payee} {amount}")}"
            : string.Join(", ", _verbs.Where(verb => verb.Word is "pay" or "direct" or "request").Select(verb => verb.Form));
        return $"Nothing was sent: {PrintableText.Clean(option)} is an option, and options are for the command line; here: {instead}";
    }

    private async Task PayAsync(string[] words, bool isDirect)
    {
        var memo = words.Length > 2 ? words[2] : null;
        if (!AccountName.IsValid(words[0]))
            await _output.FailName(words[0]);
        else if (!_session.Currency.TryParse(words[1], out var amount))
            await _output.Fail(_session.Currency.Rule);
        else if (memo is not null && !Memo.IsWellFormed(memo))
            await _output.Fail($"A memo has at most {Memo.MaxScalars} characters, and no control characters.");
        else
            await StartPayingAsync(words[0], amount, memo, isDirect);
    }

    private Task StartPayingAsync(string payee, long amount, string? memo, bool isDirect)
    {
        _paying = Task.WhenAll(_paying, PayInBackgroundAsync(payee, amount, memo, isDirect));
        return FinishAsync();
    }

    private Task StartPayingAsync(MoneyRequest request)
    {
        _paying = Task.WhenAll(_paying, PayRequestInBackgroundAsync(request));
        return FinishAsync();
    }

    private async Task PayRequestInBackgroundAsync(MoneyRequest request)
    {
        var memo = Memo.IsWellFormed(request.Memo) && request.Memo.Length > 0 ? request.Memo : null;
        // While its payment is open, it may yet be paid: then the owner must not be offered to pay it again.
        if (await PayInBackgroundAsync(request.From, request.Amount, memo, isDirect: false) != ExitCode.Done && !_leaving.IsCancellationRequested
            && _session.Settler.FindOpen(_session.HubFingerprint, request.From, request.Amount, memo) is null)
            Peers.Desk.PutBack(request);
    }

    private async Task<ExitCode> PayInBackgroundAsync(string payee, long amount, string? memo, bool isDirect)
    {
        try
        {
            return await _session.Payer.PayAsync(payee, amount, memo, isDirect, _leaving.Token);
        }
        catch (OperationCanceledException)
        {
            await _output.Say($"The payment to {payee} was not made. Nothing was sent.");
            return ExitCode.Refused;
        }
        catch (Exception e) when (e is HubLostException or HubUntrustedException or IOException or UnauthorizedAccessException)
        {
            _output.Show(new Failed("unreachable", $"{PrintableText.Clean(e.Message)} Nothing was sent.", null));
            return ExitCode.Unreachable;
        }
    }

    private Task ConnectAsync()
    {
        if (_session.IsOnline)
            return _output.Say("Already connected.");
        _session.Hurry();
        return Task.CompletedTask;
    }

    private Task FriendsAsync(string[] words) => words switch
    {
        [] => _friends.ShowAsync(),
        [var verb, var name] when FriendActions.Verbs.ContainsKey(verb) && AccountName.IsValid(name) => _friends.DoAsync(verb, name, null, _leaving.Token),
        ["trust", var name, var key] when AccountName.IsValid(name) && Fingerprint.IsWellFormed(key) => _friends.DoAsync("trust", name, key, _leaving.Token),
        _ => _output.Fail($"The right form is: friends, or friends {string.Join('|', FriendActions.Verbs.Keys)} NAME."),
    };

    private Task HistoryAsync(string[] words, long? before)
    {
        var count = PageLength;
        return words.Length == 0 || (int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= HistoryRequest.MaxCount)
            ? _queries.HistoryAsync(count, before)
            : _output.Fail($"N is 1 to {HistoryRequest.MaxCount}.");
    }

    private Task MoreAsync() => _queries.NextPage is { } before ? HistoryAsync([], before) : _output.Say("There is no more. 'history' begins with the newest.");

    private Task WithIdAsync(string id, Func<string, Task> act) => PaymentId.IsWellFormed(id) ? act(id) : _output.Fail("ID is a payment's id: 16 to 64 of A-Z a-z 0-9 _ -.");
}
