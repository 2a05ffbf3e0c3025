using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace PayHub.Client.CommandLine;

/// <summary>What is said about a command line that is wrong.</summary>
internal static class UsageErrors
{
    /// <summary>Prints what is wrong, and where the right form is found.</summary>
    /// <returns><see cref="ExitCode.Usage"/>, as the process's exit code.</returns>
    public static int Show(ParseResult line, ParseErrorAction action)
    {
        var errors = line.InvocationConfiguration.Error;
        var command = line.CommandResult.Command;
        string[] missing = [.. command.Arguments.Where(argument => IsMissing(line, argument)).Select(argument => argument.Name)];
        foreach (var name in missing)
            errors.WriteLine($"{name} is missing.");
        if (missing.Length == 0)
        {
            // The library's own action suggests the nearest command.
            action.ShowHelp = false;
            action.Invoke(line);
        }
        errors.WriteLine(command is RootCommand
            ? $"Commands: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}. See payhub --help."
            : $"See payhub {Path(line.CommandResult)} --help.");
        return (int)ExitCode.Usage;
    }

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult { Command: not RootCommand } above ? $"{Path(above)} {command.Command.Name}" : command.Command.Name;

    private static bool IsMissing(ParseResult line, Argument argument) =>
        argument.Arity.MinimumNumberOfValues > 0 && line.GetResult(argument) is not { Tokens.Count: > 0 };
}
