using PayHub.Client.Hub;
using PayHub.Client.Interactive;
using PayHub.Client.Output;
using PayHub.Client.Payments;
using PayHub.Client.Session;

namespace PayHub.Client.CommandLine;

/// <summary>What the commands do.</summary>
internal static class WalletActions
{
    /// <summary><c>payhub register NAME</c>.</summary>
    public static async Task<ExitCode> RegisterAsync(CommandContext context, string name, CancellationToken cancel)
    {
        await using var hub = await HubConnection.ConnectAsync(context.Options.Hub, context.Limits, cancel);
        var answer = await hub.RegisterAsync(name);
        if (!answer.Line.StartsWith("100 ", StringComparison.Ordinal))
            return context.Fail(answer.Line, $"{name} is not registered. {HubWords.Quote(answer.Line)}", ExitCode.Refused);
        context.Output.Show(new Registered(name));
        context.Remember(name);
        return ExitCode.Done;
    }

    /// <summary><c>payhub list</c>.</summary>
    public static Task<ExitCode> ListAsync(CommandContext context, CancellationToken cancel) =>
        OnceAsync(context, session => session.ShowListAsync(), cancel);

    /// <summary><c>payhub pay PAYEE AMOUNT</c>.</summary>
    public static Task<ExitCode> PayAsync(CommandContext context, string payee, string amountText, CancellationToken cancel) =>
        Currency.Minor.TryParse(amountText, out var amount)
            ? OnceAsync(context, session => session.Outgoing.PayAsync(payee, amount, cancel), cancel)
            : Task.FromResult(context.Fail("usage", WalletOptions.AmountRule, ExitCode.Usage));

    /// <summary><c>payhub listen</c>.</summary>
    public static Task<ExitCode> ListenAsync(CommandContext context, bool accept, CancellationToken cancel) =>
        StayAsync(accept ? context with { Lines = new NoLines() } : context, accept, endsWithInput: false, cancel);

    /// <summary><c>payhub</c> alone.</summary>
    public static Task<ExitCode> InteractAsync(CommandContext context, CancellationToken cancel) =>
        StayAsync(context, accept: false, endsWithInput: true, cancel);

    /// <summary><c>payhub whoami</c>.</summary>
    public static Task<ExitCode> ShowIdentityAsync(CommandContext context)
    {
        var account = context.Options.Account ?? context.Home.LastAccount(context.Options.Hub.ToString());
        context.Output.Show(new WhoAmI(account, context.Options.Hub.ToString(), context.Home.Folder));
        return Task.FromResult(ExitCode.Done);
    }

    private static async Task<ExitCode> OnceAsync(CommandContext context, Func<WalletSession, Task<ExitCode>> action, CancellationToken cancel)
    {
        if (await context.FindAccountAsync(cancel) is not { } account)
            return ExitCode.Usage;
        var opened = await OpenAsync(context, account, cancel);
        if (opened.Session is not { } session)
            return opened.Exit;
        try
        {
            return await action(session);
        }
        finally
        {
            await session.LeaveAsync();
            await session.DisposeAsync();
        }
    }

    private static async Task<ExitCode> StayAsync(CommandContext context, bool accept, bool endsWithInput, CancellationToken cancel)
    {
        if (await context.FindAccountAsync(cancel) is not { } account)
            return ExitCode.Usage;
        var shell = new Shell(LogInAsync, context.Lines, context.Output, endsWithInput);
        return await shell.RunAsync(cancel);

        async Task<(WalletSession?, ExitCode)> LogInAsync(CancellationToken cancelLogIn)
        {
            var opened = await OpenAsync(context, account, cancelLogIn);
            if (opened.Session is { } session)
            {
                session.Incoming.AutoAccept = accept;
                session.TakePayments();
                context.Output.Show(new Online(session.Account, context.Options.Hub.ToString(), session.Port, opened.Balance));
            }
            return (opened.Session, opened.Exit);
        }
    }

    private static async Task<Opened> OpenAsync(CommandContext context, string account, CancellationToken cancel)
    {
        var options = context.Options;
        var opener = new SessionOpener(options.Hub, options.ListenPort, name => MayRegisterAsync(context, name, cancel), context.Output, context.Limits);
        var opened = await opener.OpenAsync(account, cancel);
        if (opened.Session is not null)
            context.Remember(opened.Session.Account);
        return opened;
    }

    private static async Task<bool?> MayRegisterAsync(CommandContext context, string name, CancellationToken cancel)
    {
        if (context.Options.SaysYes)
            return true;
        return await context.AskAsync($"{name} is not registered at {context.Options.Hub}. Register it? [y/N] ", cancel);
    }
}
