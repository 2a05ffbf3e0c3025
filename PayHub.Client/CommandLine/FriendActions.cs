using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Session;

namespace PayHub.Client.CommandLine;

/// <summary>What the owner can do about friends. All throw <see cref="HubLostException"/>.</summary>
internal sealed class FriendActions(SecureSession session, IWalletOutput output)
{
    /// <summary>What can be done, with the words for it.</summary>
    public static readonly IReadOnlyDictionary<string, string> Verbs = new Dictionary<string, string>
    {
        ["add"] = "Ask somebody to be your friend; who has asked you is accepted.",
        ["accept"] = "Accept somebody who has asked.",
        ["remove"] = "End a friendship, decline, or take your own question back.",
        ["block"] = "Hear nothing of somebody any more.",
        ["unblock"] = "Take a block back.",
        ["trust"] = "Take the key that the hub says is a friend's now, once they tell you the same: asks, or takes KEY or --yes.",
    };

    /// <summary>Whether the wallet stays: then no exit code is told.</summary>
    public bool Stays { get; init; }

    /// <summary>Asks the owner yes or no; null where nobody can be asked.</summary>
    public required Func<string, CancellationToken, Task<bool?>> AskAsync { get; init; }

    /// <summary>Whether a friend's new key is taken without asking.</summary>
    public bool SaysYes { get; init; }

    /// <summary>Shows them.</summary>
    public async Task<ExitCode> ShowAsync()
    {
        if (await session.Friends.RefreshAsync(session.Hub) is { } refusal)
            return Fail(refusal.Verdict, HubWords.Quote(refusal.Verdict));
        session.Friends.Show(session.Account, session.HubFingerprint);
        return ExitCode.Done;
    }

    /// <summary>Does one of <see cref="Verbs"/>.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="name">The other account.</param>
    /// <param name="key">With <c>trust</c>: the fingerprint that the friend told the owner; null where the owner is to be asked.</param>
    /// <param name="cancel">The owner gives up.</param>
    public Task<ExitCode> DoAsync(string verb, string name, string? key, CancellationToken cancel) =>
        verb == "trust" ? TrustAsync(name, key, cancel) : ChangeAsync(verb, name);

    private async Task<ExitCode> ChangeAsync(string verb, string name)
    {
        var reply = await session.Hub.FriendAsync(verb.ToUpperInvariant(), name);
        if (!reply.IsOk)
            return Fail(reply.Verdict, $"{name}: {reply.Verdict}: {Explain(reply.Verdict)}");
        await session.Friends.RefreshAsync(session.Hub);
        if (verb is "remove" or "block")
            await session.Friends.Keys.ForgetAsync(session.HubFingerprint, name);
        output.Show(new FriendChanged(name, session.Friends.StateOf(name)));
        return ExitCode.Done;
    }

    private async Task<ExitCode> TrustAsync(string name, string? given, CancellationToken cancel)
    {
        var (hub, keys) = (session.Hub, session.Friends.Keys);
        if ((await hub.WhoIsAsync(name)).Value?.Key is not { } key)
            return Fail("no-key", $"The hub knows no key of {name}.");
        var pinned = keys.Find(session.HubFingerprint, name)?.Fingerprint;
        output.Show(new Notice($"The key of {name}, by the hub's word:  {key.Fingerprint}\nThe key that you trust so far:  {pinned ?? "none"}"));
        if (given is not null && !HubTls.IsSame(given, key.Fingerprint))
            return Fail("untrusted", $"It is not the key that you gave, {given}. Nothing is changed.", ExitCode.Untrusted);
        var wanted = given is not null || SaysYes || pinned == key.Fingerprint
            ? true
            : await AskAsync($"Does {name} say, over another way, that this is their key? Trust it from now on? [y/N] ", cancel);
        if (wanted is null)
            return Fail("untrusted", $"Nobody can be asked. If {name} says that this is their key: friends trust {name} {key.Fingerprint}", ExitCode.Untrusted);
        if (wanted == false)
            return Fail("untrusted", "Nothing is changed.", ExitCode.Untrusted);
        await keys.PinAsync(session.HubFingerprint, name, key, cancel);
        output.Show(new Notice($"{name} is trusted by the key {key.Fingerprint}."));
        return ExitCode.Done;
    }

    private static string Explain(string line) => line[..3] switch
    {
        "230" => "it is not possible: there is no such question to answer, or one of you blocks the other.",
        "330" => "nobody can be their own friend.",
        _ => HubWords.Explain(line),
    };

    private ExitCode Fail(string code, string message, ExitCode exit = ExitCode.Refused)
    {
        output.Show(new Failed(code, message, Stays ? null : exit));
        return exit;
    }
}
