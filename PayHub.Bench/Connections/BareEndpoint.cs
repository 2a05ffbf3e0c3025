using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Protocol.Keys;

namespace PayHub.Bench.Connections;

/// <summary>How the bare endpoint uses TLS.</summary>
internal enum BareTls
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As the hub: no session is resumed, for which the platform makes a context of OpenSSL's for each connection.</summary>
    AsTheHub,

    /// <summary>As Kestrel does unless it is told otherwise: one context for all connections, and sessions are resumed.</summary>
    Resuming,
}

/// <summary>Kestrel with nothing on it: what a connection costs before a hub does anything with it.</summary>
internal static class BareEndpoint
{
    /// <summary>Says before its address that it listens.</summary>
    public const string Label = "Listening:";

    /// <summary>Serves until it is stopped.</summary>
    /// <param name="tls">How it uses TLS.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(BareTls tls, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => Configure(endpoint, tls)));
        await using var app = builder.Build();
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Console.WriteLine($"{Label} {new Uri(addresses.Single()).Authority}");
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static void Configure(ListenOptions endpoint, BareTls tls)
    {
        if (tls != BareTls.None)
        {
            var certificate = Identity.Create().CreateCertificate("bare");
            endpoint.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.SslProtocols = SslProtocols.Tls13;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.AllowAnyClientCertificate();
                https.OnAuthenticate = (_, options) => options.AllowTlsResume = tls == BareTls.Resuming;
            });
        }
        endpoint.Run(ReadAsync);
    }

    // Reads, and forgets. The answer to the first bytes tells the client that its connection is served.
    private static async Task ReadAsync(ConnectionContext connection)
    {
        while (await connection.Transport.Input.ReadAsync() is { IsCompleted: false } read)
        {
            connection.Transport.Input.AdvanceTo(read.Buffer.End);
            await connection.Transport.Output.WriteAsync("100 OK\r\n"u8.ToArray());
        }
    }
}
