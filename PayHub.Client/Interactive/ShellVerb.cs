namespace PayHub.Client.Interactive;

/// <summary>One command of a wallet that stays online.</summary>
/// <param name="Form">The word and what stands behind it, such as <c>pay PAYEE AMOUNT [MEMO]</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="MinWords">The fewest words behind the first.</param>
/// <param name="MaxWords">The most of them; the last one takes the rest of the line.</param>
/// <param name="Run">Does it, with the words behind the first.</param>
internal sealed record ShellVerb(string Form, string Description, int MinWords, int MaxWords, Func<string[], Task> Run)
{
    /// <summary>The word.</summary>
    public string Word => Form.Split(' ', 2)[0];

    /// <summary>What somebody typed who takes this for the command line, such as <c>--direct</c>; null where nothing looks like an option.</summary>
    public static string? OptionIn(string rest) =>
        rest.Split(' ').FirstOrDefault(word => word.Length > 2 && word.StartsWith("--", StringComparison.Ordinal) && char.IsAsciiLetter(word[2]));

    /// <summary>The words behind the first; null where they are too few or too many.</summary>
    public string[]? Split(string rest)
    {
        if (MaxWords == 0)
            return rest.Length == 0 ? [] : null;
        var words = rest.Split(' ', MaxWords, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length >= MinWords ? words : null;
    }
}
