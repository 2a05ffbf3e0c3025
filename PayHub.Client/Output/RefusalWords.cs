using PayHub.Client.Hub;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Output;

/// <summary>What the owner is told when the hub does not let an account in.</summary>
internal static class RefusalWords
{
    /// <summary>One or two sentences.</summary>
    public static string Of(HubReply refusal, string account) => refusal.Code switch
    {
        (int)RefusalCode.Fail => $"{refusal.Verdict}: {HubWords.Explain(refusal.Verdict)} If {account} is yours, from another device or without a key, "
            + $"ask the hub's operator for a code: payhub enrol {account} CODE.",
        (int)RefusalCode.AuthFail => $"{refusal.Verdict}: {account} is not registered at this hub, or has another key. 'register {account}' opens it; "
            + "if it is yours already, ask the hub's operator for a code and 'enrol' this key.",
        _ => HubWords.Quote(refusal.Verdict),
    };
}
