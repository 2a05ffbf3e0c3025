using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Output;
using PayHub.Client.Peers;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Session;

/// <summary>Opens an account over TLS: its key, the hub's trust, the login; and registers it first where the owner wants that.</summary>
/// <param name="context">What the command works with.</param>
internal sealed class SecureOpener(CommandContext context)
{
    private readonly WalletOptions _options = context.Options;
    private readonly HomeFolder _home = new(context.Options.Home);
    private readonly Passphrases _passphrases = new(context.Options, context.Lines);

    /// <summary>The keys in the wallet's folder.</summary>
    public IdentityStore Identities => new(_home, context.Clock);

    /// <summary>The hubs that the owner trusts.</summary>
    public KnownHubs KnownHubs => new(_home, context.Clock);

    /// <summary>Whether the hub refused to register the account: most often, because the name is taken.</summary>
    public bool IsNameTaken { get; private set; }

    /// <summary>Connects to the hub.</summary>
    public HubDialer Dialer => new(_options.Hub, context.Limits, context.Clock);

    private HubTrust Trust => new(_options.Hub, KnownHubs, Dialer, _options.Fingerprint, context.AskAsync);

    /// <summary>Logs in.</summary>
    /// <param name="account">The account's name.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The session; or null and the exit code: then why was shown.</returns>
    /// <exception cref="HubLostException">The hub can't be reached, or went away.</exception>
    /// <exception cref="HubUntrustedException">It is not the hub that is trusted.</exception>
    public async Task<(SecureSession? Session, ExitCode Exit)> OpenAsync(string account, CancellationToken cancel)
    {
        if (PeerListener.TryOpen(_options.ListenPort, context.Limits, context.Output) is not { } listener)
            return (null, ExitCode.Usage);
        SecureSession? session = null;
        WalletIdentity? identity = null;
        var (isNew, isRegistered) = (false, false);
        try
        {
            var fingerprint = await FindHubAsync(account, cancel);
            (identity, isNew, var exit) = await FindIdentityAsync(account, cancel);
            if (identity is null)
                return (null, exit);
            var login = new HubLogin(Dialer, fingerprint, identity, listener.Port);
            var opened = await login.OpenAsync(async () => isRegistered = await MayRegisterAsync(account, isNew, cancel), cancel);
            if (opened.Hub is null)
                return (null, await RefuseAsync(opened.Refusal!, identity, isNew));
            if (isRegistered)
                context.Output.Show(new Registered(account) { Fingerprint = identity.Public.Fingerprint });
            await GreetAsync(opened.Hub, cancel);
            session = new SecureSession(opened, login, listener, identity, new SessionParts(_options.Hub, _home, context.Output, context.Limits, context.Clock));
            context.Remember(session.Account);
            return (session, ExitCode.Done);
        }
        finally
        {
            if (session is null)
            {
                listener.Dispose();
                // What was never sent to be registered opens nothing.
                if (isNew && !isRegistered && identity is not null)
                    await Identities.DiscardAsync(account, identity.Public);
                identity?.Dispose();
            }
        }
    }

    /// <summary>Connects with an account's key, without logging in.</summary>
    /// <param name="account">The account's name.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="act">What to do with the connection; told whether the key was made just now.</param>
    /// <exception cref="HubLostException">The hub can't be reached, or went away.</exception>
    /// <exception cref="HubUntrustedException">It is not the hub that is trusted.</exception>
    public async Task<ExitCode> WithKeyAsync(string account, Func<SecureHubConnection, WalletIdentity, bool, Task<ExitCode>> act, CancellationToken cancel)
    {
        var fingerprint = await FindHubAsync(account, cancel);
        var (identity, isNew, exit) = await FindIdentityAsync(account, cancel);
        if (identity is null)
            return exit;
        using (identity)
        {
            await using var hub = await Dialer.ConnectAsync(identity.Certificate, fingerprint, cancel);
            await GreetAsync(hub, cancel);
            return await act(hub, identity, isNew);
        }
    }

    // Nobody chooses a passphrase for a hub that is not there, or is not trusted.
    private async Task<string> FindHubAsync(string account, CancellationToken cancel)
    {
        var fingerprint = await Trust.DecideAsync(cancel);
        if (!Identities.Exists(account))
            await (await Dialer.ConnectAsync(null, fingerprint, cancel)).DisposeAsync();
        return fingerprint;
    }

    private async Task GreetAsync(SecureHubConnection hub, CancellationToken cancel)
    {
        await Trust.KeepAsync(hub.Greeting, cancel);
        var greeting = hub.Greeting;
        context.Output.Show(new Connected(_options.Hub.ToString(), greeting.Name, greeting.Fingerprint, greeting.Currency.Code, greeting.Currency.Decimals));
    }

    private async Task<(WalletIdentity? Identity, bool IsNew, ExitCode Exit)> FindIdentityAsync(string account, CancellationToken cancel)
    {
        if (Identities.Exists(account))
        {
            var (identity, problem, failed) = await _passphrases.UnlockAsync(Identities, account, cancel);
            return (identity, false, identity is null ? context.Fail("passphrase", problem!, failed) : ExitCode.Done);
        }
        var chosen = await _passphrases.ChooseAsync(account, cancel);
        if (chosen.Problem is { } wrong)
            return (null, true, context.Fail("passphrase", wrong, ExitCode.Usage));
        var made = await Identities.CreateAsync(account, chosen.Text, cancel);
        return (made, true, made is null ? context.Fail("busy", $"Another wallet has just made a key for {account}. Start again.", ExitCode.Refused) : ExitCode.Done);
    }

    // A new key is made to be registered: who was asked for its passphrase has said yes.
    private async Task<bool> MayRegisterAsync(string account, bool isNew, CancellationToken cancel) =>
        _options.SaysYes || (isNew && context.Lines.IsTerminal)
            || await context.AskAsync($"{account} is not registered at {_options.Hub}, or not with this key. Register it? [y/N] ", cancel) == true;

    /// <summary>Shows why the hub does not let an account in.</summary>
    public async Task<ExitCode> RefuseAsync(HubReply refusal, WalletIdentity identity, bool isNew)
    {
        // The answer to REGISTER alone: after any other one the hub may know the key.
        IsNameTaken = isNew && refusal.Code == (int)RefusalCode.Fail;
        if (IsNameTaken)
            await Identities.DiscardAsync(identity.Account, identity.Public);
        return context.Fail(refusal.Verdict, RefusalWords.Of(refusal, identity.Account), ExitCode.Refused);
    }
}
