using Microsoft.Extensions.Diagnostics.HealthChecks;
using PayHub.Data.Ledger;

namespace PayHub.Host;

/// <summary>Ready: started (so migrated and listening), and the ledger's writer at work.</summary>
internal sealed class ReadyCheck(LedgerWriter writer, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Judge());

    private HealthCheckResult Judge()
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
            return HealthCheckResult.Unhealthy("starting or stopping");
        return writer.IsAlive ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the ledger can't be written");
    }
}
