using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Keys;
using PayHub.Tcp.Limits;
using PayHub.Tcp.Tls;
using PayHub.Tcp.Verbs;

namespace PayHub.Tcp;

/// <summary>Registers the TCP side and declares its endpoints.</summary>
public static class TcpServices
{
    /// <summary>Adds the verb handlers, the limits and the hub's keys.</summary>
    public static IServiceCollection AddPayHubTcp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPayHubKeys(configuration);
        services.AddSingleton<SealingKey>();
        services.AddHostedService(p => p.GetRequiredService<SealingKey>());
        services.AddSingleton<HubIdentity>();
        services.AddHostedService(p => p.GetRequiredService<HubIdentity>());
        services.AddSingleton<HandshakeGate>();
        services.AddSingleton<TlsHandshake>();
        services.AddSingleton<AddressLimiter>();
        services.AddSingleton<RefusalLimiter>();
        services.AddSingleton<FriendLimiter>();
        services.AddSingleton<HistoryLimiter>();
        services.AddSingleton<CryptographyGate>();
        services.AddSingleton<PayerKeys>();
        services.AddSingleton<TcpMetrics>();
        services.AddSingleton<ConnectionLimit>();
        services.AddSingleton<InFlight>();
        services.AddVerbs();
        services.AddSingleton(p => new TcpEndpoints(
            p.GetRequiredService<IOptions<TcpOptions>>(), p.GetRequiredService<ConnectionLimit>(),
            p.GetRequiredService<HandshakeGate>(), p.GetRequiredService<TlsHandshake>()));
        return services;
    }

    /// <summary>Adds what the verbs need that give the hub new keys; <see cref="AddPayHubTcp"/> adds it, too.</summary>
    public static IServiceCollection AddPayHubKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<TcpOptions>(configuration.GetSection(TcpOptions.Section));
        services.AddSingleton<HubKeyRecords>();
        services.AddSingleton<IdentityFile>();
        services.AddSingleton<SealingFiles>();
        services.AddSingleton<KeyRotation>();
        return services;
    }

    /// <summary>Declares the TCP endpoints of the settings. Call it before any HTTP endpoint is declared.</summary>
    public static void ListenPayHubTcp(this KestrelServerOptions kestrel) =>
        kestrel.ApplicationServices.GetRequiredService<TcpEndpoints>().Declare(kestrel);

    private static void AddVerbs(this IServiceCollection services)
    {
        services.AddSingleton<RequestDispatcher>();
        services.AddSingleton<RegisterHandler>();
        services.AddSingleton<LoginHandler>();
        services.AddSingleton<ListHandler>();
        services.AddSingleton<PaymentTeller>();
        services.AddSingleton<PaymentDesk>();
        services.AddSingleton<PaymentHandler>();
        services.AddSingleton<SignedPaymentHandler>();
        services.AddSingleton<SealedPaymentHandler>();
        services.AddSingleton<EnrolHandler>();
        services.AddSingleton<HelloHandler>();
        services.AddSingleton<WhoisHandler>();
        services.AddSingleton<FriendNews>();
        services.AddSingleton<FriendsHandler>();
        services.AddSingleton<FriendHandler>();
        services.AddSingleton<HistoryHandler>();
        services.AddSingleton<StatusHandler>();
        services.AddSingleton<CancelHandler>();
        services.AddSingleton<PingHandler>();
    }
}
