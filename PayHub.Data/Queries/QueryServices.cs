using Microsoft.Extensions.DependencyInjection;

namespace PayHub.Data.Queries;

/// <summary>Registers the read models that screens are made from.</summary>
public static class QueryServices
{
    /// <summary>Adds the queries for ledger, accounts and overview. All are singletons that open a read-only context a call.</summary>
    public static IServiceCollection AddPayHubQueries(this IServiceCollection services)
    {
        services.AddSingleton<LedgerQueries>();
        services.AddSingleton<AccountQueries>();
        services.AddSingleton<AccountDetails>();
        services.AddSingleton<BalanceHistory>();
        services.AddSingleton<TimeGrid>();
        services.AddSingleton<OverviewQueries>();
        services.AddSingleton<WebhookQueries>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<SearchQueries>();
        services.AddSingleton<TransferQueries>();
        services.AddSingleton<RefusalQueries>();
        services.AddSingleton<LedgerHeadQuery>();
        services.AddSingleton<PaymentSeries>();
        services.AddHostedService(p => p.GetRequiredService<PaymentSeries>());
        return services;
    }
}
