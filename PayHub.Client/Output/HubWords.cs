namespace PayHub.Client.Output;

/// <summary>The hub's refusals in words (docs/protocol.md, "Answers").</summary>
internal static class HubWords
{
    /// <summary>What a refusal's line means; it begins with the code.</summary>
    public static string Explain(string line) => Code(line) switch
    {
        "210" => "the name is taken, or this hub does not take registrations now.",
        "220" => "not registered, or not logged in.",
        "240" => "the hub did not understand the message.",
        "429" => "too many attempts or connections; try again later.",
        "500" => "the hub cannot tell the outcome; look at the balance before you try again.",
        "Transfer" => "nothing moved; the payer has not enough, or is offline, or needs a key.",
        _ => "an answer that this wallet does not know. Is it a PayHub hub, and the plain port?",
    };

    private static string Code(string line) => line.Split(' ', 2)[0];
}
