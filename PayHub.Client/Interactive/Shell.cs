using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Session;

namespace PayHub.Client.Interactive;

/// <summary>Logs in.</summary>
/// <returns>The session; null, and the exit code, where it failed, which was shown.</returns>
internal delegate Task<(WalletSession? Session, ExitCode Exit)> LogIn(CancellationToken cancel);

/// <summary>
/// A wallet that stays online: takes the owner's commands, shows what happens, until the owner or a signal ends it.
/// </summary>
/// <param name="logIn">Logs in, at the start and on <c>connect</c>.</param>
/// <param name="lines">The owner's commands.</param>
/// <param name="output">Where events are shown.</param>
/// <param name="endsWithInput">Whether the end of the commands is the end of the wallet.</param>
internal sealed class Shell(LogIn logIn, ILineSource lines, IWalletOutput output, bool endsWithInput)
{
    private WalletSession? _session;
    private bool _autoAccepted;

    /// <summary>Runs.</summary>
    /// <exception cref="HubLostException">The hub can't be reached at the start.</exception>
    public async Task<ExitCode> RunAsync(CancellationToken cancel)
    {
        (_session, var exit) = await logIn(cancel);
        if (_session is null)
            return exit;
        using var commands = new ShellCommands(output, () => _session, ConnectAsync, waitsForPayments: !lines.IsTerminal, cancel);
        try
        {
            return await TakeLinesAsync(commands, cancel);
        }
        finally
        {
            await commands.StopAsync();
            await LeaveAsync();
        }
    }

    private async Task<ExitCode> TakeLinesAsync(ShellCommands commands, CancellationToken cancel)
    {
        var line = lines.ReadLineAsync(null, cancel);
        while (true)
        {
            var session = _session;
            if (await Task.WhenAny(line, session?.Closed ?? line) != line)
            {
                await LoseAsync(session!);
                if (!lines.IsTerminal)
                    return ExitCode.Unreachable;
                continue;
            }
            if (!line.IsCompletedSuccessfully)
                return ExitCode.Done;
            if (await line is { } text)
            {
                if (!await commands.ExecuteAsync(text))
                    return ExitCode.Done;
                line = lines.ReadLineAsync(null, cancel);
            }
            else
            {
                await commands.FinishAsync();
                if (endsWithInput)
                    return ExitCode.Done;
                line = new NoLines().ReadLineAsync(null, cancel);
            }
        }
    }

    private async Task ConnectAsync(CancellationToken cancel)
    {
        if (_session is not null)
        {
            output.Show(new Notice("Already connected."));
            return;
        }
        (_session, _) = await logIn(cancel);
        if (_session is { } session)
            session.Incoming.AutoAccept = _autoAccepted;
    }

    private async Task LoseAsync(WalletSession session)
    {
        _session = null;
        _autoAccepted = session.Incoming.AutoAccept;
        await session.DisposeAsync();
        // Not by itself again: if another wallet of this account took over, the two would throw each other out for ever.
        output.Show(new Failed("closed", "The hub closed the connection: it stopped, or another wallet logged in as "
            + $"{session.Account}." + (lines.IsTerminal ? " 'connect' logs in again." : ""), lines.IsTerminal ? null : ExitCode.Unreachable));
    }

    private async Task LeaveAsync()
    {
        if (_session is not { } session)
            return;
        await session.LeaveAsync();
        await session.DisposeAsync();
        output.Show(new Left(session.Account));
    }
}
