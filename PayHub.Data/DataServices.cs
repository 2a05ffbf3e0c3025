using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PayHub.Data.Friends;
using PayHub.Data.Integrity;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Queries;
using PayHub.Data.Settings;
using PayHub.Data.Storage;
using PayHub.Data.Webhooks;

namespace PayHub.Data;

/// <summary>Registers accounts, ledger and live feed.</summary>
public static class DataServices
{
    /// <summary>Adds the database, the ledger and its writer, the queries, the live feed and the presence board.</summary>
    public static IServiceCollection AddPayHubData(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<StorageOptions>(configuration.GetSection(StorageOptions.Section));
        services.Configure<HubOptions>(configuration.GetSection(HubOptions.Section));
        services.Configure<AccountsOptions>(configuration.GetSection(AccountsOptions.Section));
        services.Configure<CurrencyOptions>(configuration.GetSection(CurrencyOptions.Section));
        services.Configure<DatabaseOptions>(configuration.GetSection(DatabaseOptions.Section));

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DataDirectory>(p => new DataDirectory(
            p.GetRequiredService<Microsoft.Extensions.Options.IOptions<StorageOptions>>()));
        services.AddSingleton<WriteGate>();
        services.AddSingleton<PayHubDatabase>();
        services.AddSingleton<Migrator>();
        services.AddScoped(p => p.GetRequiredService<PayHubDatabase>().OpenWrite());
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<PresenceBoard>();
        services.AddSingleton<BoundEndpoints>();
        services.AddSingleton<LedgerClock>();
        services.AddSingleton<Ledger.Ledger>();
        services.AddMetrics();
        services.AddSingleton<LedgerMetrics>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<OperatorDesk>();
        services.AddSingleton<EventCollector>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AccountNotebook>();
        services.AddSingleton<SessionLog>();
        services.AddSingleton<AccountLookup>();
        services.AddSingleton<HistoryQueries>();
        services.AddSingleton<FriendBook>();
        services.AddSingleton<LedgerVerifier>();
        services.AddSingleton<DatabaseBackup>();
        services.AddSingleton<BackupShelf>();
        services.AddSingleton<VerificationRecord>();
        services.AddSingleton<Backups>();
        services.AddSingleton<Verification>();
        services.AddSingleton<HubHealth>();

        // Hosted services stop in the opposite order, and Kestrel, which comes last, stops first: the writer outlives its clients.
        services.AddHostedService<StorageStartup>();
        services.AddHostedService(p => p.GetRequiredService<SessionLog>());
        services.AddHostedService<Checkpointer>();
        services.AddHostedService(p => p.GetRequiredService<LedgerWriter>());
        services.AddHostedService<ActivityRecorder>();
        services.AddHostedService(p => p.GetRequiredService<Backups>());
        services.AddHostedService(p => p.GetRequiredService<Verification>());
        services.AddHostedService(p => p.GetRequiredService<HubHealth>());
        return services;
    }
}
