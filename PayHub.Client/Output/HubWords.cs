namespace PayHub.Client.Output;

/// <summary>The hub's refusals in words (docs/protocol.md, "Answers" and "Refusals").</summary>
internal static class HubWords
{
    /// <summary>What a refusal's line means; it begins with the code.</summary>
    public static string Explain(string line) => Code(line) switch
    {
        "210" => "the name is taken, or this hub does not take registrations now.",
        "220" => "not registered, or not logged in.",
        "230" => "that is not yours to do.",
        "240" => "the hub did not understand the message.",
        "250" => "the hub knows no such account.",
        "310" => "the signature is not by the account's current key. Was the account moved to another device?",
        "311" => "the payment's time is over. Is this computer's clock right?",
        "312" => "the payment was made for another hub.",
        "313" => "the payer has a key: only signed payments are taken, over TLS.",
        "320" => "another payment had the same id.",
        "330" => "nobody can pay themselves.",
        "340" => "an operator has frozen the account.",
        "341" => "it is above a limit that this hub sets.",
        "342" => "the payment was called back.",
        "350" => "the balance is too low.",
        "429" => "too many attempts or connections; try again later.",
        "500" => "the hub cannot tell the outcome; look at the balance before you try again.",
        "Transfer" => "nothing moved; the payer has not enough, or is offline, or needs a key.",
        _ => "an answer that this wallet does not know. Is it a PayHub hub, and the right port?",
    };

    /// <summary>A refusal's line, and what it means: a sentence.</summary>
    public static string Quote(string line) => $"The hub says {line}: {Explain(line)}";

    /// <summary>What a refusal means to somebody who wants to talk to another account.</summary>
    public static string ExplainPeer(string line) => Code(line) == "250" ? "no such account." : ExplainPayee(line);

    /// <summary>What a refusal means to a payer.</summary>
    public static string ExplainPayee(string line) => Code(line) switch
    {
        "220" => "this wallet is not logged in any more.",
        "250" => "the hub knows no such payee.",
        "340" => "an operator has frozen your account, or the payee's.",
        "500" => "the hub cannot do it now.",
        _ => Explain(line),
    };

    private static string Code(string line) => line.Split(' ', 2)[0];
}
