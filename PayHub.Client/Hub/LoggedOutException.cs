using PayHub.Client.Output;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Hub;

/// <summary>The hub is there and does not let this wallet's key in any more: trying again is of no use.</summary>
internal sealed class LoggedOutException : Exception
{
    private LoggedOutException(string code, string message)
        : base(message) => Code = code;

    /// <summary>The hub's line, or <c>key-changed</c>.</summary>
    public string Code { get; }

    /// <summary>The account was bound to another key.</summary>
    public static LoggedOutException ByKey(string account) => new(ByeNews.KeyChanged,
        $"{account} has another key at this hub now: it was moved to another device, or somebody else took it over. This wallet's key is void. "
        + $"If you did not move it, tell the hub's operator at once. To use it here, ask the operator for a code: payhub enrol {account} CODE");

    /// <summary>The login was refused.</summary>
    public static LoggedOutException By(HubReply refusal, string account) => refusal.Code == (int)RefusalCode.AuthFail
        ? ByKey(account)
        : new LoggedOutException(refusal.Verdict, $"The hub does not let {account} in any more. It says {refusal.Verdict}: {HubWords.Explain(refusal.Verdict)}");
}
