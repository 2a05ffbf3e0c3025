using Microsoft.AspNetCore.Server.Kestrel.Core;
using PayHub.Data;
using PayHub.Host.Settings;
using PayHub.Tcp;

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
        builder.WebHost.ConfigureKestrel(Listen);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddPayHubData(builder.Configuration);
        builder.Services.AddPayHubTcp(builder.Configuration);
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
        builder.Services.AddSingleton<ListeningAddresses>();
        builder.Services.AddHostedService<Announcement>();
        return builder;
    }

    /// <summary>The hub, ready to run.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/healthz/ready").AllowAnonymous();
        return app;
    }

    // TCP first: test clients take the last endpoint declared for the dashboard's.
    private static void Listen(WebHostBuilderContext context, KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.ListenPayHubTcp();
        foreach (var address in DashboardAddresses.Of(context.Configuration))
            DashboardAddresses.Listen(kestrel, address);
        // Kestrel would warn that endpoints declared in code override these: they are the same.
        context.Configuration[WebHostDefaults.ServerUrlsKey] = null;
        context.Configuration[WebHostDefaults.HttpPortsKey] = null;
        context.Configuration[WebHostDefaults.HttpsPortsKey] = null;
    }
}
