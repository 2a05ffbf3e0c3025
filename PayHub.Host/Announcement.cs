using System.Net;
using Microsoft.Extensions.Options;
using PayHub.Data.Live;
using PayHub.Data.Settings;
using PayHub.Host.Settings;
using PayHub.Tcp;
using PayHub.Tcp.Keys;
using PayHub.Web.Operators;

namespace PayHub.Host;

/// <summary>When the hub is ready, says on standard output where it is; and warns of settings that are kind to strangers.</summary>
internal sealed partial class Announcement(
    TcpEndpoints tcp, HubIdentity identity, BoundEndpoints bound, ListeningAddresses dashboard, RunningHub running, OperatorDirectory operators, AdminLink adminLink,
    IOptions<AccountsOptions> accounts, IConfiguration configuration, ILogger<Announcement> logger)
    : IHostedLifecycleService
{
    private bool _isStarted;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var key in SettingsCheck.UnknownKeys(configuration))
            LogUnknownKey(key);
        return Task.CompletedTask;
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        bound.PlainTcp = tcp.Plain;
        bound.Tls = tcp.Tls;
        bound.Fingerprint = identity.Fingerprint;
        var addresses = dashboard.Dashboard().ToList();
        foreach (var address in addresses)
            Console.WriteLine($"Dashboard:   {address}");
        Console.WriteLine($"TCP plain:   {tcp.Plain?.ToString() ?? "off"}");
        Console.WriteLine($"TCP TLS:     {tcp.Tls?.ToString() ?? "off"}");
        Console.WriteLine($"Fingerprint: {identity.Fingerprint}");
        if (addresses.Count > 0)
            await running.NoteAsync(addresses[0], cancellationToken);
        if (addresses.Count > 0 && !await operators.AnyAdminAsync(cancellationToken))
            Console.WriteLine($"Set up:      {addresses[0]}{await adminLink.CreateAsync(cancellationToken)} (once, within {AdminLink.Lifetime.TotalMinutes:0} minutes)");
        if (new[] { tcp.Plain, tcp.Tls }.Any(endpoint => endpoint is not null && !IPAddress.IsLoopback(endpoint.Address)))
            WarnOfStrangers();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A start that failed has nothing to finish: its reason is told alone.
        if (_isStarted)
        {
            running.Forget();
            Console.WriteLine("Stopping:    requests at work are finished, then all connections are closed");
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void WarnOfStrangers()
    {
        var kindnesses = new List<string>();
        if (accounts.Value.Registration == RegistrationMode.Open)
            kindnesses.Add("anyone may open accounts (PayHub:Accounts:Registration)");
        if (accounts.Value.OpeningBalance > 0)
            kindnesses.Add("each new account is granted money (PayHub:Accounts:OpeningBalance)");
        if (accounts.Value.AllowKeyless)
            kindnesses.Add("accounts without a key are open to whoever knows their name (PayHub:Accounts:AllowKeyless)");
        if (kindnesses.Count > 0)
            LogOpenToStrangers(string.Join("; ", kindnesses));
    }

    [LoggerMessage(1001, LogLevel.Warning, "The hub listens beyond this machine, and {Kindnesses}")]
    private partial void LogOpenToStrangers(string kindnesses);

    [LoggerMessage(1002, LogLevel.Warning, "{Key} is not a setting of PayHub: is it misspelt?")]
    private partial void LogUnknownKey(string key);
}
