using PayHub.Client.CommandLine;

namespace PayHub.Client.Output;

/// <summary>What the owner is told when a friend shows another key than the one pinned.</summary>
internal static class KeyWarnings
{
    /// <summary>The code of these warnings.</summary>
    public const string Code = "key-changed";

    /// <summary>Before a payment: it is not made.</summary>
    public static Failed BeforePaying(string name) => new(Code, $"{InWords(name)} Nothing was sent.", ExitCode.Untrusted);

    /// <summary>A friend's wallet does not know the owner's key: most often it still has the one before.</summary>
    public static string StaleAt(string friend, string account) =>
        $"{friend}'s wallet still has your old key, or the hub did not tell it the new one: {friend} must take the new one with 'friends trust {account}'";

    /// <summary>At any other time.</summary>
    public static string InWords(string name) => $"WARNING: {name} has another key than when you became friends: a new device, or somebody else. "
        + $"Ask {name}, over another way, for the fingerprint that 'whoami' shows there. 'friends trust {name}' shows both keys and asks.";
}
