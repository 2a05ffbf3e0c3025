using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Session;

namespace PayHub.Client.CommandLine;

/// <summary><c>payhub hub</c>: which hubs are trusted, and by which key.</summary>
internal static class HubActions
{
    /// <summary>Shows the hubs that are trusted, and what the chosen one shows now.</summary>
    public static async Task<ExitCode> ShowAsync(CommandContext context, CancellationToken cancel)
    {
        var opener = new SecureOpener(context);
        foreach (var hub in opener.KnownHubs.All())
            context.Output.Show(new HubKnown(hub.Address, hub.Fingerprint, hub.Name, hub.Since));
        var trusted = opener.KnownHubs.Find(context.Options.Hub)?.Fingerprint;
        var shown = new HubShown(context.Options.Hub.ToString(), await opener.Dialer.ProbeAsync(cancel), trusted);
        context.Output.Show(shown);
        return trusted is null || shown.IsTrusted ? ExitCode.Done : ExitCode.Untrusted;
    }

    /// <summary>Trusts the chosen hub by the key that it shows now: the owner says yes, or has given it.</summary>
    public static async Task<ExitCode> TrustAsync(CommandContext context, CancellationToken cancel)
    {
        var opener = new SecureOpener(context);
        var (address, given) = (context.Options.Hub, context.Options.Fingerprint);
        var shown = await opener.Dialer.ProbeAsync(cancel);
        context.Output.Show(new HubShown(address.ToString(), shown, opener.KnownHubs.Find(address)?.Fingerprint));
        if (given is not null && !HubTls.IsSame(given, shown))
            return context.Fail("untrusted", $"It does not show the key that you gave, {given}. Nothing is changed.", ExitCode.Untrusted);
        var wanted = given is not null ? true : await context.AskAsync("Does its operator say that this is its key? Trust it from now on? [y/N] ", cancel);
        if (wanted is null)
            return context.Fail("untrusted", $"Nobody can be asked. If this is the hub's key, add --fingerprint {shown}", ExitCode.Untrusted);
        if (wanted == false)
            return context.Fail("untrusted", "Nothing is changed.", ExitCode.Untrusted);
        await using var hub = await opener.Dialer.ConnectAsync(null, shown, cancel);
        await opener.KnownHubs.TrustAsync(address, shown, hub.Greeting.Name, cancel);
        context.Output.Show(new Notice($"{address} is trusted by the key {shown}."));
        return ExitCode.Done;
    }

    /// <summary>Forgets the chosen hub: the next connection asks anew.</summary>
    public static async Task<ExitCode> ForgetAsync(CommandContext context, CancellationToken cancel)
    {
        if (!await new SecureOpener(context).KnownHubs.ForgetAsync(context.Options.Hub, cancel))
            return context.Fail("unknown-hub", $"{context.Options.Hub} is not known.", ExitCode.Refused);
        context.Output.Show(new Notice($"{context.Options.Hub} is forgotten."));
        return ExitCode.Done;
    }
}
