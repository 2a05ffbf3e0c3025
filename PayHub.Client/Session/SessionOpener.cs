using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Peers;

namespace PayHub.Client.Session;

/// <summary>What came of logging in.</summary>
/// <param name="Session">The session; null where it failed, which was shown.</param>
/// <param name="Balance">The balance at login, in minor units.</param>
/// <param name="Exit">What a script exits with where it failed.</param>
internal readonly record struct Opened(WalletSession? Session, long Balance, ExitCode Exit);

/// <summary>Connects to a hub and logs an account in, registering it first where the owner wants that.</summary>
/// <param name="hubAddress">The hub.</param>
/// <param name="listenPort">The port for payments of others; 0 for any free one.</param>
/// <param name="mayRegister">Asked whether a name that the hub does not know is to be registered; null where nobody can be asked.</param>
/// <param name="output">Where failures are shown.</param>
/// <param name="limits">How long to wait.</param>
internal sealed class SessionOpener(
    HubAddress hubAddress, int listenPort, Func<string, Task<bool?>> mayRegister, IWalletOutput output, WalletLimits limits)
{
    /// <summary>A refusal of the hub, in words, with what the wallet exits with; null where it goes on.</summary>
    public static Failed Refusal(string line, ExitCode? exit) => new(line, HubWords.Quote(line), exit);

    /// <summary>Logs in.</summary>
    /// <exception cref="HubLostException">The hub can't be reached, or went away.</exception>
    public async Task<Opened> OpenAsync(string account, CancellationToken cancel)
    {
        if (PeerListener.TryOpen(listenPort, limits, output) is not { } listener)
            return new Opened(null, 0, ExitCode.Usage);
        HubConnection? hub = null;
        try
        {
            hub = await HubConnection.ConnectAsync(hubAddress, limits, cancel);
            if (await LogInAsync(hub, account, listener.Port) is not { } answer)
            {
                output.Show(new Notice("Not registered."));
                return new Opened(null, 0, ExitCode.Refused);
            }
            if (answer.List is not { } list)
                return Fail(NotLoggedIn(answer.Line, account));
            // The hub spells the name as it was registered, and payees compare it with what they are told.
            var name = list.Find(account)?.Name ?? account;
            var session = new WalletSession(hub, listener, name, output, limits);
            (hub, listener) = (null, null);
            return new Opened(session, list.Balance, ExitCode.Done);
        }
        finally
        {
            listener?.Dispose();
            if (hub is not null)
                await hub.DisposeAsync();
        }
    }

    // Null where the owner does not want the account to be registered.
    private async Task<HubAnswer?> LogInAsync(HubConnection hub, string account, int port)
    {
        var answer = await hub.LoginAsync(account, port);
        if (!answer.Line.StartsWith("220 ", StringComparison.Ordinal) || await mayRegister(account) is not { } wanted)
            return answer;
        if (!wanted)
            return null;
        var registered = await hub.RegisterAsync(account);
        if (!registered.Line.StartsWith("100 ", StringComparison.Ordinal))
            return registered;
        output.Show(new Registered(account));
        return await hub.LoginAsync(account, port);
    }

    private static Failed NotLoggedIn(string line, string account) => line.StartsWith("220 ", StringComparison.Ordinal)
        ? new Failed(line, $"{line}: {account} is not registered at this hub, or needs its key. Open it with 'register', or add --yes.", ExitCode.Refused)
        : Refusal(line, ExitCode.Refused);

    private Opened Fail(Failed failed)
    {
        output.Show(failed);
        return new Opened(null, 0, ExitCode.Refused);
    }
}
