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
        ["trust"] = "Take the key that the hub says is a friend's now, after you have compared it with theirs.",
    };

    /// <summary>Whether the wallet stays: then no exit code is told.</summary>
    public bool Stays { get; init; }

    /// <summary>Shows them.</summary>
    public async Task<ExitCode> ShowAsync()
    {
        if (await session.Friends.RefreshAsync(session.Hub) is { } refusal)
            return Fail(refusal.Verdict, $"The hub says {refusal.Verdict}: {HubWords.Explain(refusal.Verdict)}");
        session.Friends.Show(session.Account, session.HubFingerprint);
        return ExitCode.Done;
    }

    /// <summary>Does one of <see cref="Verbs"/>.</summary>
    public Task<ExitCode> DoAsync(string verb, string name) => verb == "trust" ? TrustAsync(name) : ChangeAsync(verb, name);

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

    private async Task<ExitCode> TrustAsync(string name) => await session.Friends.TrustAsync(session.Hub, name)
        ? ExitCode.Done
        : Fail("no-key", $"The hub knows no key of {name}.");

    private static string Explain(string line) => line[..3] switch
    {
        "230" => "it is not possible: there is no such question to answer, or one of you blocks the other.",
        "330" => "nobody can be their own friend.",
        _ => HubWords.Explain(line),
    };

    private ExitCode Fail(string code, string message)
    {
        output.Show(new Failed(code, message, Stays ? null : ExitCode.Refused));
        return ExitCode.Refused;
    }
}
