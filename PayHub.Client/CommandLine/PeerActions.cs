using PayHub.Client.Session;

namespace PayHub.Client.CommandLine;

/// <summary>What the commands do that talk to other wallets.</summary>
internal static class PeerActions
{
    /// <summary><c>payhub request NAME AMOUNT</c>.</summary>
    public static Task<ExitCode> RequestAsync(CommandContext context, string name, string amountText, string? memo, CancellationToken cancel) =>
        SecureActions.OnceAsync(context, session => session.Currency.TryParse(amountText, out var amount)
            ? session.Peers.Talk.RequestAsync(name, amount, memo ?? "", cancel)
            : Task.FromResult(context.Fail("usage", session.Currency.Rule, ExitCode.Usage)), cancel);

    /// <summary><c>payhub chat NAME TEXT</c>, and <c>payhub chat NAME</c>: every line of standard input is a message.</summary>
    public static Task<ExitCode> ChatAsync(CommandContext context, string name, string? text, CancellationToken cancel) =>
        (text, context.Lines.IsTerminal) switch
    {
        ({ } message, _) => SecureActions.OnceAsync(context, session => session.Peers.Talk.SayAsync(name, message, cancel), cancel),
        (null, true) => SecureActions.StayAsync(context, accept: false, endsWithInput: true, partner: name, cancel),
        _ => SecureActions.OnceAsync(context, session => SayLinesAsync(context, session, name, cancel), cancel),
    };

    // Online meanwhile, so that answers arrive. One message that fails does not stop the others.
    private static async Task<ExitCode> SayLinesAsync(CommandContext context, SecureSession session, string name, CancellationToken cancel)
    {
        await session.StayAsync();
        var exit = ExitCode.Done;
        while (await context.Lines.ReadLineAsync(null, cancel) is { } line)
        {
            if (line.Length > 0 && await session.Peers.Talk.SayAsync(name, line, cancel) is var said and not ExitCode.Done)
                exit = said;
        }
        return exit;
    }
}
