using System.CommandLine;

namespace PayHub.Client.CommandLine;

/// <summary>Runs what a command does, with the context that its line gives.</summary>
internal delegate Task<int> CommandRunner(ParseResult line, Func<CommandContext, Task<ExitCode>> action, CancellationToken cancel);

/// <summary>One command of the command line.</summary>
/// <param name="Verb">Its word.</param>
/// <param name="Description">What it does.</param>
/// <param name="Action">Does it.</param>
internal sealed record CommandSpec(string Verb, string Description, Func<CommandContext, ParseResult, CancellationToken, Task<ExitCode>> Action)
{
    /// <summary>Its arguments, in order.</summary>
    public Argument[] Arguments { get; init; } = [];

    /// <summary>Its own options.</summary>
    public Option[] Options { get; init; } = [];

    /// <summary>The commands below it.</summary>
    public CommandSpec[] Below { get; init; } = [];

    /// <summary>For the library.</summary>
    public Command ToCommand(CommandRunner run)
    {
        var command = new Command(Verb, Description);
        foreach (var argument in Arguments)
            command.Arguments.Add(argument);
        foreach (var option in Options)
            command.Options.Add(option);
        foreach (var below in Below)
            command.Subcommands.Add(below.ToCommand(run));
        command.SetAction((line, cancel) => run(line, wallet => Action(wallet, line, cancel), cancel));
        return command;
    }
}
