using Microsoft.Extensions.Diagnostics.HealthChecks;
using PayHub.Data.Ledger;

namespace PayHub.Host;

/// <summary>Ready: migrated and listening, or this would not be answered, and the ledger's writer at work.</summary>
internal sealed class ReadyCheck(LedgerWriter writer, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Judge());

    private HealthCheckResult Judge()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return HealthCheckResult.Unhealthy("stopping");
        return writer.IsAlive ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the ledger can't be written");
    }
}
