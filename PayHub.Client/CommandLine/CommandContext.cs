using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Interactive;
using PayHub.Client.Output;
using PayHub.Client.Session;
using Spectre.Console;

namespace PayHub.Client.CommandLine;

/// <summary>What a command works with.</summary>
/// <param name="Options">The options given.</param>
/// <param name="Home">The wallet's folder.</param>
/// <param name="Output">Where to show events.</param>
/// <param name="Lines">Where commands and answers come from.</param>
internal sealed record CommandContext(WalletOptions Options, WalletHome Home, IWalletOutput Output, ILineSource Lines)
{
    /// <summary>How long to wait, and how much to take.</summary>
    public WalletLimits Limits { get; init; } = new();

    /// <summary>Runs a command: the one place where a lost hub becomes an exit code.</summary>
    public static async Task<ExitCode> RunAsync(WalletOptions options, Func<CommandContext, Task<ExitCode>> command, CancellationToken cancel)
    {
        var context = Create(options);
        if (!options.IsPlain)
            return context.Fail("no-tls", "This build does not speak TLS yet: add --plain for the classic protocol, in clear.", ExitCode.Usage);
        try
        {
            return await command(context);
        }
        catch (HubLostException e) when (e.LastLine.Length > 0)
        {
            return context.Fail(e.LastLine, $"The hub says {e.LastLine}: {HubWords.Explain(e.LastLine)}", ExitCode.Refused);
        }
        catch (HubLostException e)
        {
            return context.Fail("unreachable", PrintableText.Clean(e.Message), ExitCode.Unreachable);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return context.Fail("interrupted", "Interrupted.", ExitCode.Refused);
        }
    }

    /// <summary>Shows a failure.</summary>
    /// <returns>Its exit code.</returns>
    public ExitCode Fail(string code, string message, ExitCode exit)
    {
        Output.Show(new Failed(code, message, exit));
        return exit;
    }

    private static CommandContext Create(WalletOptions options)
    {
        var home = new WalletHome(options.Home);
        var isTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        if (isTerminal && !options.IsJson)
        {
            var editor = new LineEditor();
            return new CommandContext(options, home, new TerminalOutput(AnsiConsole.Console, editor), editor);
        }
        IWalletOutput output = options.IsJson ? new JsonOutput(Console.Out) : new PlainOutput(Console.Out, Console.Error);
        return new CommandContext(options, home, output, new RedirectedLines(Console.In));
    }
}
