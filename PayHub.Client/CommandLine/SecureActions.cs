using PayHub.Client.Hub;
using PayHub.Client.Interactive;
using PayHub.Client.Output;
using PayHub.Client.Session;
using PayHub.Protocol.Signing;

namespace PayHub.Client.CommandLine;

/// <summary>What the commands do over TLS.</summary>
internal static class SecureActions
{
    /// <summary><c>payhub register NAME</c>.</summary>
    public static Task<ExitCode> RegisterAsync(CommandContext context, string name, CancellationToken cancel)
    {
        var opener = new SecureOpener(context);
        return opener.WithKeyAsync(name, async (hub, identity, isNew) =>
        {
            var reply = await hub.RegisterAsync(name);
            if (!reply.IsOk)
                return await opener.RefuseAsync(reply, identity, isNew);
            context.Output.Show(new Registered(name) { Fingerprint = identity.Public.Fingerprint });
            context.Remember(name);
            return ExitCode.Done;
        }, cancel);
    }

    /// <summary><c>payhub enrol NAME CODE</c>.</summary>
    public static async Task<ExitCode> EnrolAsync(CommandContext context, string name, string code, bool withNewKey, CancellationToken cancel)
    {
        var opener = new SecureOpener(context);
        if (withNewKey && await opener.Identities.SetAsideAsync(name, cancel) is { } aside)
            context.Output.Show(new Notice($"The old key of {name} is kept as {aside}."));
        return await opener.WithKeyAsync(name, async (hub, identity, _) =>
        {
            var reply = await hub.EnrolAsync(name, code);
            if (!reply.IsOk)
                return context.Fail(reply.Verdict, $"The hub says {reply.Verdict}: the code is wrong, used or too old, or the key is another account's. The key is kept: try again with the right code.", ExitCode.Refused);
            context.Output.Show(new Enrolled(name, identity.Public.Fingerprint));
            context.Remember(name);
            return ExitCode.Done;
        }, cancel);
    }

    /// <summary><c>payhub list</c>.</summary>
    public static Task<ExitCode> ListAsync(CommandContext context, CancellationToken cancel) =>
        OnceAsync(context, session => new SecureQueries(session, context.Output).ListAsync(), cancel);

    /// <summary><c>payhub pay PAYEE AMOUNT</c>.</summary>
    public static async Task<ExitCode> PayAsync(CommandContext context, string payee, string amountText, string? memo, bool isDirect, CancellationToken cancel)
    {
        if (memo is not null && !Memo.IsWellFormed(memo))
            return context.Fail("usage", $"A memo has at most {Memo.MaxScalars} characters, and no control characters.", ExitCode.Usage);
        return await OnceAsync(context, session => session.Currency.TryParse(amountText, out var amount)
            ? session.Payer.PayAsync(payee, amount, string.IsNullOrEmpty(memo) ? null : memo, isDirect, cancel)
            : Task.FromResult(context.Fail("usage", session.Currency.Rule, ExitCode.Usage)), cancel, resolvesFirst: false);
    }

    /// <summary><c>payhub history</c>.</summary>
    public static Task<ExitCode> ShowHistoryAsync(CommandContext context, int count, long? before, CancellationToken cancel) =>
        OnceAsync(context, session => new SecureQueries(session, context.Output).HistoryAsync(count, before), cancel);

    /// <summary><c>payhub friends</c>, and its verbs.</summary>
    /// <param name="context">What the command works with.</param>
    /// <param name="verb">Null to show them; else one of <see cref="FriendActions.Verbs"/>.</param>
    /// <param name="name">The other account.</param>
    /// <param name="key">With <c>trust</c>: the fingerprint that the key must have; null where the owner is to be asked.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task<ExitCode> FriendsAsync(CommandContext context, string? verb, string? name, string? key, CancellationToken cancel) => OnceAsync(context, session =>
    {
        var friends = new FriendActions(session, context.Output) { AskAsync = context.AskAsync, SaysYes = context.Options.SaysYes };
        return verb is null ? friends.ShowAsync() : friends.DoAsync(verb, name!, key, cancel);
    }, cancel);

    /// <summary><c>payhub status ID</c>.</summary>
    public static Task<ExitCode> ShowStatusAsync(CommandContext context, string id, CancellationToken cancel) =>
        OnceAsync(context, session => new SecureQueries(session, context.Output).StatusAsync(id), cancel);

    /// <summary><c>payhub cancel ID</c>.</summary>
    public static Task<ExitCode> CancelAsync(CommandContext context, string id, CancellationToken cancel) =>
        OnceAsync(context, session => new SecureQueries(session, context.Output).CancelAsync(id), cancel);

    /// <summary><c>payhub whoami</c>.</summary>
    public static Task<ExitCode> ShowIdentityAsync(CommandContext context)
    {
        var account = context.Options.Account ?? context.Home.LastAccount(context.Options.Hub.ToString());
        var fingerprint = account is null ? null : new SecureOpener(context).Identities.FingerprintOf(account);
        context.Output.Show(new WhoAmI(account, context.Options.Hub.ToString(), context.Home.Folder) { Fingerprint = fingerprint });
        return Task.FromResult(ExitCode.Done);
    }

    /// <summary><c>payhub listen</c>.</summary>
    public static Task<ExitCode> ListenAsync(CommandContext context, bool accept, CancellationToken cancel) =>
        StayAsync(accept ? context with { Lines = new NoLines() } : context, accept, endsWithInput: false, null, cancel);

    /// <summary><c>payhub</c> alone.</summary>
    public static Task<ExitCode> InteractAsync(CommandContext context, CancellationToken cancel) =>
        StayAsync(context, accept: false, endsWithInput: true, null, cancel);

    /// <summary>Stays online and takes the owner's commands.</summary>
    /// <param name="context">What the command works with.</param>
    /// <param name="accept">Whether payments are accepted without asking.</param>
    /// <param name="endsWithInput">Whether the end of the commands is the end of the wallet.</param>
    /// <param name="partner">Whom lines go to at first; null: they are commands.</param>
    /// <param name="cancel">The owner leaves.</param>
    public static Task<ExitCode> StayAsync(CommandContext context, bool accept, bool endsWithInput, string? partner, CancellationToken cancel) =>
        OpenAsync(context, async session =>
        {
            session.Peers.Desk.AutoAccept = accept;
            await session.StayAsync();
            if (context.Lines.IsTerminal && session.Friends.All.Any())
                session.Friends.Show(session.Account, session.HubFingerprint);
            await session.ResolveAsync();
            return await new SecureShell(session, context.Lines, context.Output, endsWithInput).RunAsync(partner, cancel);
        }, cancel);

    /// <summary>Logs in, does one thing, leaves. On the way it finds out what became of payments of earlier runs.</summary>
    /// <param name="context">What the command works with.</param>
    /// <param name="action">The thing.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="resolvesFirst">Whether that comes first: not before a payment, which may be one of those, asked for again.</param>
    public static Task<ExitCode> OnceAsync(
        CommandContext context, Func<SecureSession, Task<ExitCode>> action, CancellationToken cancel, bool resolvesFirst = true) =>
        OpenAsync(context, async session =>
        {
            if (resolvesFirst)
                await session.ResolveAsync();
            var done = await action(session);
            if (!resolvesFirst)
                await session.TryResolveAsync();
            await session.LeaveAsync();
            return done;
        }, cancel);

    private static async Task<ExitCode> OpenAsync(CommandContext context, Func<SecureSession, Task<ExitCode>> act, CancellationToken cancel)
    {
        var (opened, exit) = await OpenAsync(context, cancel);
        if (opened is null)
            return exit;
        await using var session = opened;
        return await act(session);
    }

    // Whoever was asked for a name, and gave one that is taken, is asked for another one.
    private static async Task<(SecureSession? Session, ExitCode Exit)> OpenAsync(CommandContext context, CancellationToken cancel)
    {
        while (true)
        {
            if (await context.FindAccountAsync(cancel) is not { } account)
                return (null, ExitCode.Usage);
            var opener = new SecureOpener(context);
            var (session, exit) = await opener.OpenAsync(account, cancel);
            if (session is not null || !opener.IsNameTaken || context.KnownAccount is not null || !context.Lines.IsTerminal)
                return (session, exit);
            context.Output.Show(new Notice("Choose another name; Ctrl-C ends."));
        }
    }
}
