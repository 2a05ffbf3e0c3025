namespace PayHub.Client.Hub;

/// <summary>
/// Trust on first use, as in SSH: which key the hub must show, before anything is sent to it. The owner is asked once; a key that
/// changed is never taken over by itself.
/// </summary>
/// <param name="address">The hub.</param>
/// <param name="known">The hubs that the owner trusts.</param>
/// <param name="dialer">Looks what the hub shows now.</param>
/// <param name="given">The fingerprint that the owner gave on the command line; null for none.</param>
/// <param name="ask">Asks the owner yes or no; null where nobody can be asked.</param>
internal sealed class HubTrust(HubAddress address, KnownHubs known, HubDialer dialer, string? given, Func<string, CancellationToken, Task<bool?>> ask)
{
    /// <summary>Decides.</summary>
    /// <returns>The fingerprint that the hub must show.</returns>
    /// <exception cref="HubUntrustedException">The owner does not trust it, or nobody can be asked.</exception>
    /// <exception cref="HubLostException">It can't be reached.</exception>
    public async Task<string> DecideAsync(CancellationToken cancel)
    {
        var pinned = known.Find(address)?.Fingerprint;
        if (pinned is not null && given is not null && !HubTls.IsSame(pinned, given))
            throw new HubUntrustedException($"You gave the fingerprint {given}, but this wallet trusts {address} with {pinned}. Nothing was sent. "
                + "If the hub's operator says that the key has changed: payhub hub trust --fingerprint " + given, pinned, given);
        if (pinned is not null)
            return pinned;
        var shown = await dialer.ProbeAsync(cancel);
        if (given is not null)
        {
            return HubTls.IsSame(given, shown) ? shown : throw new HubUntrustedException(
                $"The hub at {address} shows the key {shown}, not the {given} that you gave; nothing was sent.", given, shown);
        }
        if (await ask(Question(shown), cancel) is not { } wanted)
            throw new HubUntrustedException($"{address} is new to this wallet, and nobody can be asked. It shows the key {shown}. Nothing was sent. "
                + $"If that is what the hub's own start-up lines say, add --fingerprint {shown}", null, shown);
        return wanted ? shown : throw new HubUntrustedException($"{address} is not trusted. Nothing was sent.", null, shown);
    }

    /// <summary>The hub has shown the key that was decided on: from now on only that one will do.</summary>
    /// <exception cref="IOException">It can't be kept.</exception>
    public async Task KeepAsync(HubGreeting greeting, CancellationToken cancel)
    {
        if (known.Find(address) is null)
            await known.TrustAsync(address, greeting.Fingerprint, greeting.Name, cancel);
    }

    private string Question(string shown) => $"{address} is new to this wallet. It shows the key\n  {shown}\n"
        + "Compare it with the fingerprint that the hub printed at its start, or that its operator tells you.\nTrust this hub? [y/N] ";
}
