using System.Globalization;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Hub;

/// <summary>The requests of the extended dialect (docs/protocol.md, "Dialect"). All throw <see cref="HubLostException"/> where the hub is gone.</summary>
internal static class HubVerbs
{
    /// <summary>Opens an account, bound to the key that the wallet shows.</summary>
    public static Task<HubReply> RegisterAsync(this SecureHubConnection hub, string name) => hub.AskAsync($"REGISTER#{name}");

    /// <summary>Logs in.</summary>
    public static async Task<HubAnswer<AccountList>> LogInAsync(this SecureHubConnection hub, string name, int port)
    {
        var reply = await hub.AskAsync(string.Create(CultureInfo.InvariantCulture, $"{name}#{port}"), ReplyShape.AccountList);
        return new HubAnswer<AccountList>(reply.List, reply);
    }

    /// <summary>Balance, sealing key and the accounts online.</summary>
    public static async Task<HubAnswer<AccountList>> ListAsync(this SecureHubConnection hub)
    {
        var reply = await hub.AskAsync("List", ReplyShape.AccountList);
        return new HubAnswer<AccountList>(reply.List, reply);
    }

    /// <summary>What the hub knows of an account.</summary>
    public static async Task<HubAnswer<WhoIs>> WhoIsAsync(this SecureHubConnection hub, string name)
    {
        var reply = await hub.AskAsync($"WHOIS#{name}");
        return new HubAnswer<WhoIs>(reply.IsOk ? WhoIs.Parse(reply.Fields) ?? throw NotByTheProtocol() : null, reply);
    }

    /// <summary>The friends, those asked, those who ask, those blocked.</summary>
    public static async Task<HubAnswer<IReadOnlyList<Friend>>> FriendsAsync(this SecureHubConnection hub)
    {
        var reply = await hub.AskAsync("FRIENDS", ReplyShape.Rows);
        return new HubAnswer<IReadOnlyList<Friend>>(reply.IsOk ? ParseAll(reply.Rows, Friend.Parse) : null, reply);
    }

    /// <summary>Changes a friendship.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="verb"><c>ADD</c>, <c>ACCEPT</c>, <c>REMOVE</c>, <c>BLOCK</c> or <c>UNBLOCK</c>.</param>
    /// <param name="name">The other account.</param>
    public static Task<HubReply> FriendAsync(this SecureHubConnection hub, string verb, string name) => hub.AskAsync($"FRIEND#{verb}#{name}");

    /// <summary>Transfers of this account, newest first.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="count">1 to <see cref="HistoryRequest.MaxCount"/>.</param>
    /// <param name="before">Only older ones than this transfer; null for the newest.</param>
    public static async Task<HubAnswer<IReadOnlyList<HistoryEntry>>> HistoryAsync(this SecureHubConnection hub, int count, long? before)
    {
        var page = before is null ? $"{count}" : string.Create(CultureInfo.InvariantCulture, $"{count}#{before}");
        var reply = await hub.AskAsync($"HISTORY#{page}", ReplyShape.Rows);
        return new HubAnswer<IReadOnlyList<HistoryEntry>>(reply.IsOk ? ParseAll(reply.Rows, HistoryEntry.Parse) : null, reply);
    }

    /// <summary>Submits a signed payment, as payer or as payee.</summary>
    public static Task<HubReply> SubmitAsync(this SecureHubConnection hub, string jws) => hub.AskAsync(jws);

    /// <summary>What became of a payment of this account: its transfer, the recorded refusal, or <c>250 UNKNOWN</c>.</summary>
    public static Task<HubReply> StatusAsync(this SecureHubConnection hub, string paymentId) => hub.AskAsync($"STATUS#{paymentId}");

    /// <summary>Calls a payment of this account back: granted, or the verdict that there is.</summary>
    public static Task<HubReply> CancelAsync(this SecureHubConnection hub, string paymentId) => hub.AskAsync($"CANCEL#{paymentId}");

    /// <summary>Binds the key that the wallet shows to an account, by an operator's code.</summary>
    public static Task<HubReply> EnrolAsync(this SecureHubConnection hub, string name, string code) => hub.AskAsync($"ENROL#{name}#{code}");

    /// <summary>Says goodbye and waits for the hub's.</summary>
    public static Task ExitAsync(this SecureHubConnection hub) => hub.AskAsync("Exit");

    private static IReadOnlyList<T> ParseAll<T>(IEnumerable<string> rows, Func<string, T?> parse)
        where T : class => [.. rows.Select(row => parse(row) ?? throw NotByTheProtocol())];

    private static HubLostException NotByTheProtocol() => new("What the hub sent is not an answer by the protocol.");
}
