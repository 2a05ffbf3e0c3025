using System.CommandLine;

namespace PayHub.Bench;

/// <summary>Options that several verbs have, checked alike.</summary>
internal static class Options
{
    /// <summary>A whole number within bounds.</summary>
    public static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
                result.AddError($"{name} is {value}; it must be {least} to {most}.");
        });
        return option;
    }

    public static Option<int> Duration(int usual = 10) => Number("--duration", "Seconds to measure, after the warm-up", usual, 1, 3600);

    public static Option<FileInfo?> Json() => new("--json") { Description = "Also write the figures to a file, as JSON" };

    /// <summary>The host's program, where it is not the one that was built beside this.</summary>
    public static Option<FileInfo?> Program()
    {
        var option = new Option<FileInfo?>("--program") { Description = "The PayHub.Host.dll to run, such as one that dotnet publish made; without it the one built beside this program" };
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
        var option = new Option<DirectoryInfo?>("--data") { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<DirectoryInfo?>() is { } folder && !File.Exists(Path.Combine(folder.FullName, "payhub.db")))
                result.AddError($"{folder.FullName} holds no hub: make one with the verb seed.");
        });
        return option;
    }
}
