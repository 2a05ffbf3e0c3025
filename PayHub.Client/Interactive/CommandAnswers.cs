using PayHub.Client.Output;

namespace PayHub.Client.Interactive;

/// <summary>How commands answer that have nothing else to do.</summary>
internal static class CommandAnswers
{
    /// <summary>Tells the owner something.</summary>
    public static Task Say(this IWalletOutput output, string message)
    {
        output.Show(new Notice(message));
        return Task.CompletedTask;
    }

    /// <summary>Says that a command will not do; the wallet stays.</summary>
    public static Task Fail(this IWalletOutput output, string message)
    {
        output.Show(new Failed("usage", message, null));
        return Task.CompletedTask;
    }

    /// <summary>Says that what was typed is no account name.</summary>
    public static Task FailName(this IWalletOutput output, string typed) => output.Fail($"'{PrintableText.Clean(typed)}' is not an account name.");
}
