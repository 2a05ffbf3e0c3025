using System.Net;
using Microsoft.Extensions.Options;
using PayHub.Data.Live;
using PayHub.Data.Settings;
using PayHub.Host.Settings;
using PayHub.Tcp;
using PayHub.Web.Operators;

namespace PayHub.Host;

/// <summary>When the hub is ready, says on standard output where it is; and warns of settings that are kind to strangers.</summary>
internal sealed partial class Announcement(
    TcpEndpoints tcp, BoundEndpoints bound, ListeningAddresses dashboard, OperatorDirectory operators, AdminLink adminLink,
    IOptions<AccountsOptions> accounts, IConfiguration configuration, ILogger<Announcement> logger)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var key in SettingsCheck.UnknownKeys(configuration))
            LogUnknownKey(key);
        return Task.CompletedTask;
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        bound.PlainTcp = tcp.Plain;
        var addresses = dashboard.Dashboard().ToList();
        foreach (var address in addresses)
            Console.WriteLine($"Dashboard:   {address}");
        Console.WriteLine($"TCP plain:   {tcp.Plain?.ToString() ?? "off"}");
        Console.WriteLine("TCP TLS:     not in this version");
        Console.WriteLine("Fingerprint: none, because this version has no TLS endpoint");
        if (addresses.Count > 0 && !await operators.AnyAdminAsync(cancellationToken))
            Console.WriteLine($"Set up:      {addresses[0]}{await adminLink.CreateAsync(cancellationToken)} (once, within {AdminLink.Lifetime.TotalMinutes:0} minutes)");
        if (tcp.Plain is { } plain && !IPAddress.IsLoopback(plain.Address))
            WarnOfStrangers();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void WarnOfStrangers()
    {
        if (accounts.Value.Registration == RegistrationMode.Open)
            LogOpen("PayHub:Accounts:Registration", "anyone who reaches the hub may open accounts");
        if (accounts.Value.OpeningBalance > 0)
            LogOpen("PayHub:Accounts:OpeningBalance", "each new account is granted money");
        if (accounts.Value.AllowKeyless)
            LogOpen("PayHub:Accounts:AllowKeyless", "accounts without a key are open to whoever knows their name");
    }

    [LoggerMessage(1001, LogLevel.Warning, "The hub listens beyond this machine, and by {Key} {Consequence}")]
    private partial void LogOpen(string key, string consequence);

    [LoggerMessage(1002, LogLevel.Warning, "{Key} is not a setting of PayHub: is it misspelt?")]
    private partial void LogUnknownKey(string key);
}
