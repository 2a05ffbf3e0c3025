using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Logging.Console;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Host.Settings;
using PayHub.Tcp;
using PayHub.Web;

namespace PayHub.Host;

/// <summary>Puts the hub together.</summary>
internal static class HubHost
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    // So low that a flush ends only when the socket has taken everything: the TCP side knows by that when its answers have left.
    private const int FlushWaitsForSocket = 2;

    // A client that sends without reading fills this much of the hub's memory; Kestrel's own megabyte, times 20,000, is too much.
    private const int MostBytesUnread = 64 * 1024;

    /// <summary>The settings and services, without anything started.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.MaxWriteBufferSize = FlushWaitsForSocket;
            sockets.MaxReadBufferSize = MostBytesUnread;
        });
        // A start that fails is told in one sentence by the command line; what stops a running hub is critical, and is logged.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        AddData(builder.Services, builder.Configuration);
        builder.Services.AddPayHubTcp(builder.Configuration);
        builder.Services.AddPayHubWeb(builder.Configuration);
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
        builder.Services.AddSingleton<ListeningAddresses>();
        builder.Services.AddSingleton<RunningHub>();
        builder.Services.AddHostedService<Announcement>();
        return builder;
    }

    /// <summary>The hub, ready to run.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        DeclareEndpoints(builder);
        builder.Services.AddSingleton<IStartupFilter, DeclaredEndpointsOnly>();
        var app = builder.Build();
        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/healthz/ready").AllowAnonymous();
        app.MapPayHubWeb();
        return app;
    }

    /// <summary>The settings, the database and the hub's keys, for verbs that serve nobody: standard output is theirs, the log goes beside it.</summary>
    public static IHost BuildForVerb(string[] args)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // As for the server: the dashboard's address may stand there, and admin-link prints it.
        builder.Configuration.Sources.Insert(0, new EnvironmentVariablesConfigurationSource { Prefix = "ASPNETCORE_" });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        AddData(builder.Services, builder.Configuration);
        builder.Services.AddPayHubKeys(builder.Configuration);
        return builder.Build();
    }

    // The ledger keeps names and signatures, and can't read them: that is the wire's.
    private static void AddData(IServiceCollection services, IConfiguration configuration)
    {
        services.AddPayHubData(configuration);
        services.AddSingleton<ISignatureCheck, SignatureCheck>();
        services.AddSingleton<INameRule, NameRule>();
    }

    // TCP first: test clients take the last endpoint declared for the dashboard's.
    private static void DeclareEndpoints(WebApplicationBuilder builder)
    {
        var addresses = DashboardAddresses.Of(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenPayHubTcp();
            foreach (var address in addresses)
                DashboardAddresses.Listen(kestrel, address);
        });
    }
}
