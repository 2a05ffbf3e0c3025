using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PayHub.Bench;

/// <summary>Options that several verbs have, checked alike.</summary>
internal static class Options
{
    /// <summary>A whole number within bounds.</summary>
    public static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        return option.Takes(text => ParseNumber(text, least, most), $"a whole number from {least} to {most}");
    }

    /// <summary>A whole number within bounds that may be left out.</summary>
    public static Option<int?> Number(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        return option.Takes(text => (int?)ParseNumber(text, least, most), $"a whole number from {least} to {most}");
    }

    /// <summary>Reads the option's value, and says what is allowed where it is none.</summary>
    /// <param name="option">The option.</param>
    /// <param name="parse">Reads it, or throws <see cref="FormatException"/>.</param>
    /// <param name="allowed">What it may be, in words.</param>
    public static Option<T> Takes<T>(this Option<T> option, Func<string, T> parse, string allowed)
    {
        option.CustomParser = result =>
        {
            try
            {
                return parse(result.Tokens[0].Value);
            }
            catch (FormatException)
            {
                result.AddError($"{option.Name} is {result.Tokens[0].Value}; it must be {allowed}.");
                return default;
            }
        };
        return option;
    }

    public static Option<int> Duration(int usual = 10) => Number("--duration", "Seconds to measure, after the warm-up", usual, 1, 3600);

    /// <summary>The file for the figures. Opened at once: hours of measuring are not to end with a path that can't be written.</summary>
    public static Option<FileInfo?> Json()
    {
        var option = new Option<FileInfo?>("--json") { Description = "Also write the figures to a file, as JSON", HelpName = "FILE" };
        option.Validators.Add(result =>
        {
            try
            {
                using var file = result.GetValueOrDefault<FileInfo?>()?.Open(FileMode.OpenOrCreate, FileAccess.Write);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                result.AddError($"--json can't be written: {error.Message}");
            }
        });
        return option;
    }

    /// <summary>The host's program, where it is not the one that was built beside this.</summary>
    public static Option<FileInfo?> Program()
    {
        var option = new Option<FileInfo?>("--program")
        {
            Description = "The PayHub.Host.dll to run, such as one that dotnet publish made; without it the one built beside this program",
            HelpName = "FILE",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo?>() is { } program && !(program.Exists && program.Extension == ".dll"))
                result.AddError($"{program.FullName} is no program: name a PayHub.Host.dll.");
        });
        return option;
    }

    /// <summary>The data directory of a hub that is not running.</summary>
    public static Option<DirectoryInfo?> Data(string description)
    {
        var option = new Option<DirectoryInfo?>("--data") { Description = description, HelpName = "DIR" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<DirectoryInfo?>() is { } folder && !File.Exists(Path.Combine(folder.FullName, "payhub.db")))
                result.AddError($"{folder.FullName} holds no hub: make one with the verb seed.");
        });
        return option;
    }

    /// <summary>Checks what options forbid each other, once each of them is right by itself.</summary>
    public static void Check(this Command verb, Action<CommandResult> check) => verb.Validators.Add(result =>
    {
        try
        {
            check(result);
        }
        catch (InvalidOperationException)
        {
            // Commands are checked before their options: one that is wrong has no value, and says so itself.
        }
    });

    private static int ParseNumber(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException();
}
