using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Interactive;
using PayHub.Client.Output;
using PayHub.Client.Session;
using PayHub.Protocol;
using Spectre.Console;

namespace PayHub.Client.CommandLine;

/// <summary>What a command works with.</summary>
/// <param name="Options">The options given.</param>
/// <param name="Home">The wallet's folder.</param>
/// <param name="Output">Where to show events.</param>
/// <param name="Lines">Where commands and answers come from.</param>
internal sealed record CommandContext(WalletOptions Options, WalletHome Home, IWalletOutput Output, ILineSource Lines)
{
    private const int NameTries = 3;
    private const string NameRule = "An account name is 1 to 32 of A-Z a-z 0-9 . _ -, first a letter or digit, and no word of the protocol.";

    /// <summary>The account that was given, or used last at this hub; null where the owner is to be asked.</summary>
    public string? KnownAccount => Options.Account ?? (Home.LastAccount(Options.Hub.ToString()) is { } last && AccountName.IsValid(last) ? last : null);

    /// <summary>How long to wait, and how much to take.</summary>
    public WalletLimits Limits { get; init; } = new();

    /// <summary>The wallet's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Runs a command: the one place where a lost hub becomes an exit code.</summary>
    public static async Task<ExitCode> RunAsync(WalletOptions options, Func<CommandContext, Task<ExitCode>> command, CancellationToken cancel)
    {
        var context = Create(options);
        try
        {
            return await command(context);
        }
        catch (HubLostException e) when (e.LastLine.Length > 0)
        {
            return context.Fail(e.LastLine, HubWords.Quote(e.LastLine), ExitCode.Refused);
        }
        catch (HubLostException e)
        {
            return context.Fail("unreachable", PrintableText.Clean(e.Message), ExitCode.Unreachable);
        }
        catch (LoggedOutException e)
        {
            return context.Fail(e.Code, e.Message, ExitCode.Refused);
        }
        catch (HubUntrustedException e)
        {
            return context.Fail("untrusted", e.Message, ExitCode.Untrusted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return context.Fail("home", $"The wallet cannot read or write its files in {options.Home}: {e.Message}", ExitCode.Refused);
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

    /// <summary>Asks the owner yes or no.</summary>
    /// <returns>Null where nobody can be asked.</returns>
    public Task<bool?> AskAsync(string question, CancellationToken cancel) => Lines.AskAsync(question, cancel);

    /// <summary>The account to use: as given, or the last one at this hub, or as the owner says. Else null, and that was shown.</summary>
    public async Task<string?> FindAccountAsync(CancellationToken cancel)
    {
        if (KnownAccount is { } known)
            return known;
        for (var (left, before) = (NameTries, ""); Lines.IsTerminal && left > 0; left--, before = $"{NameRule}\n")
        {
            if (await Lines.ReadLineAsync($"{before}Account name: ", cancel) is not { } typed)
                break;
            if (AccountName.IsValid(typed.Trim()))
                return typed.Trim();
        }
        Fail("usage", "Which account? Add --account NAME.", ExitCode.Usage);
        return null;
    }

    /// <summary>Remembers the account for the next time, if that is possible.</summary>
    public void Remember(string account)
    {
        try
        {
            Home.Remember(Options.Hub.ToString(), account);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Output.Show(new Notice($"Cannot write to {Home.Folder}: {e.Message} The account is not remembered."));
        }
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
