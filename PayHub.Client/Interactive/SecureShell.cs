using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Session;

namespace PayHub.Client.Interactive;

/// <summary>A wallet over TLS that stays online: takes the owner's commands, shows what happens, until the owner or a signal ends it.</summary>
/// <param name="session">Logged in; comes back by itself when the hub does.</param>
/// <param name="lines">The owner's commands.</param>
/// <param name="output">Where events are shown.</param>
/// <param name="endsWithInput">Whether the end of the commands is the end of the wallet.</param>
internal sealed class SecureShell(SecureSession session, ILineSource lines, IWalletOutput output, bool endsWithInput)
{
    /// <summary>Runs.</summary>
    /// <param name="partner">Whom lines go to at first; null: they are commands.</param>
    /// <param name="cancel">The owner leaves.</param>
    /// <exception cref="HubLostException">The account can't be logged in again.</exception>
    /// <exception cref="HubUntrustedException">The hub came back with another key.</exception>
    public async Task<ExitCode> RunAsync(string? partner, CancellationToken cancel)
    {
        using var commands = new SecureCommands(session, output, lines, cancel);
        if (partner is not null)
            await commands.ExecuteAsync($"chat {partner}");
        if (lines is LineEditor editor)
            editor.Complete = commands.Complete;
        try
        {
            await TakeLinesAsync(commands, cancel);
            if (session.Ended.IsFaulted)
                await session.Ended;
        }
        finally
        {
            await commands.StopAsync();
            session.ShowOpen();
        }
        await session.LeaveAsync();
        output.Show(new Left(session.Account));
        return ExitCode.Done;
    }

    private async Task TakeLinesAsync(SecureCommands commands, CancellationToken cancel)
    {
        var source = lines;
        while (true)
        {
            var line = source.ReadLineAsync(null, cancel);
            if (await Task.WhenAny(line, session.Ended) != line || !line.IsCompletedSuccessfully)
                return;
            if (await line is not { } text)
            {
                await commands.FinishAsync();
                if (endsWithInput)
                    return;
                source = new NoLines();
            }
            else if (!await commands.ExecuteAsync(text))
                return;
        }
    }
}
