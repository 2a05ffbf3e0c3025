using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Session;

/// <summary>A connection that is logged in, or the hub's refusal.</summary>
/// <param name="Hub">Null where the hub refused.</param>
/// <param name="List">The list that answered the login; null where the hub refused.</param>
/// <param name="Refusal">The refusal; null where the account is logged in.</param>
internal sealed record LoggedIn(SecureHubConnection? Hub, AccountList? List, HubReply? Refusal);

/// <summary>Connects to the hub that is trusted and logs the account in, the first time and again.</summary>
/// <param name="dialer">The hub.</param>
/// <param name="fingerprint">The only one that it may show.</param>
/// <param name="identity">The account and its key.</param>
/// <param name="port">The port at which this wallet takes peer links, 1 to 65535.</param>
internal sealed class HubLogin(HubDialer dialer, string fingerprint, WalletIdentity identity, int port)
{
    /// <summary>The account's name.</summary>
    public string Account => identity.Account;

    /// <summary>Connects and logs in.</summary>
    /// <param name="mayRegister">Asked, where the hub does not let the account in, whether to register it; null: it is not registered.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="HubLostException">The hub can't be reached, or went away.</exception>
    /// <exception cref="HubUntrustedException">It is not the hub that is trusted.</exception>
    public async Task<LoggedIn> OpenAsync(Func<Task<bool>>? mayRegister, CancellationToken cancel)
    {
        SecureHubConnection? hub = await dialer.ConnectAsync(identity.Certificate, fingerprint, cancel);
        try
        {
            var answer = await hub.LogInAsync(identity.Account, port).OrGiveUpAsync(cancel);
            if (answer.Reply.Code == (int)RefusalCode.AuthFail && mayRegister is not null && await mayRegister())
            {
                var registered = await hub.RegisterAsync(identity.Account).OrGiveUpAsync(cancel);
                // Also where it was refused: another wallet on the same folder may have registered this very key meanwhile.
                answer = await hub.LogInAsync(identity.Account, port).OrGiveUpAsync(cancel);
                if (!registered.IsOk && answer.Value is null)
                    return new LoggedIn(null, null, registered);
            }
            if (answer.Value is not { } list)
                return new LoggedIn(null, null, answer.Reply);
            var open = new LoggedIn(hub, list, null);
            hub = null;
            return open;
        }
        finally
        {
            if (hub is not null)
                await hub.DisposeAsync();
        }
    }
}
