using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PayHub.Data.Ledger;
using PayHub.Data.Storage;
using PayHub.Host;
using PayHub.Tcp;

namespace PayHub.Tests.Support;

/// <summary>
/// The real hub inside the test's process: real Kestrel on free ports, a real database file in a folder of its own. Disposing
/// it fails the test when the hub logged an error that the test did not expect, or when the ledger does not verify.
/// </summary>
internal sealed class Hub : IAsyncDisposable
{
    private readonly Factory _factory;
    private readonly TemporaryFolder? _ownFolder;

    private Hub(Factory factory, TemporaryFolder? ownFolder) => (_factory, _ownFolder) = (factory, ownFolder);

    public ErrorLog Errors => _factory.Errors;

    public IServiceProvider Services => _factory.Services;

    public string DataDirectory => _factory.DataDirectory;

    /// <summary>The plain TCP endpoint.</summary>
    public IPEndPoint Tcp => Services.GetRequiredService<TcpEndpoints>().Plain!;

    /// <summary>The TLS endpoint.</summary>
    public IPEndPoint Tls => Services.GetRequiredService<TcpEndpoints>().Tls!;

    /// <summary>The dashboard's address.</summary>
    public Uri Dashboard => _factory.ClientOptions.BaseAddress;

    /// <summary>Starts a hub.</summary>
    /// <param name="settings">Settings that differ from the tests' own: any free ports, no limits by address.</param>
    public static Hub Start(params (string Key, string Value)[] settings) => Start(dataDirectory: null, settings);

    /// <summary>Starts a hub on a folder that outlives it.</summary>
    public static Hub Start(string? dataDirectory, params (string Key, string Value)[] settings) => Start(dataDirectory, TimeProvider.System, settings);

    /// <summary>Starts a hub by a clock of the test's own.</summary>
    public static Hub Start(TimeProvider clock, params (string Key, string Value)[] settings) => Start(dataDirectory: null, clock, settings);

    /// <summary>Starts a hub with some of its services replaced, by faulty ones say.</summary>
    public static Hub Start(Action<IServiceCollection> replace, params (string Key, string Value)[] settings) =>
        Start(dataDirectory: null, TimeProvider.System, settings, replace);

    /// <summary>Starts a hub on a folder that outlives it, by a clock of the test's own.</summary>
    public static Hub Start(string? dataDirectory, TimeProvider clock, params (string Key, string Value)[] settings) =>
        Start(dataDirectory, clock, settings, _ => { });

    private static Hub Start(string? dataDirectory, TimeProvider clock, (string Key, string Value)[] settings, Action<IServiceCollection> replace)
    {
        var own = dataDirectory is null ? FreshData.NewFolder() : null;
        var factory = new Factory(dataDirectory ?? own!.Path, clock, settings, replace);
        factory.UseKestrel();
        factory.StartServer();
        return new Hub(factory, own);
    }

    /// <summary>Connects a classic client.</summary>
    public Task<ClassicClient> ConnectAsync() => ClassicClient.ConnectAsync(Tcp);

    /// <summary>Registers and logs in.</summary>
    public async Task<ClassicClient> LogInAsync(string name, int port = 7001)
    {
        var client = await ConnectAsync();
        Assert.Equal("100 OK", await client.AskAsync($"REGISTER#{name}"));
        await client.LogInAsync(name, port);
        return client;
    }

    /// <summary>Connects over TLS.</summary>
    /// <param name="certificate">Shown where it is given.</param>
    public Task<TlsClient> ConnectTlsAsync(X509Certificate2? certificate = null) => TlsClient.ConnectAsync(Tls, certificate);

    /// <summary>An HTTP client for the dashboard that follows no redirects.</summary>
    // Not the factory's: on real Kestrel it ignores the option that says so.
    public HttpClient CreateHttpClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Dashboard };

    /// <summary>Stops the hub as SIGTERM would, without checks.</summary>
    public ValueTask StopAsync() => _factory.DisposeAsync();

    /// <summary>The database file, whether the hub runs or not.</summary>
    public PayHubDatabase OpenDatabase() => new($"Data Source={Path.Combine(DataDirectory, "payhub.db")};Pooling=False", new WriteGate());

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        var report = await new LedgerVerifier(OpenDatabase(), new SignatureCheck()).VerifyAsync();
        _ownFolder?.Dispose();
        Errors.AssertNoneUnexpected();
        Assert.Null(report.Fault);
    }

    private sealed class Factory(
        string dataDirectory, TimeProvider clock, (string Key, string Value)[] settings, Action<IServiceCollection> replace) : WebApplicationFactory<Program>
    {
        public ErrorLog Errors { get; } = new();

        public string DataDirectory => dataDirectory;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("urls", "http://127.0.0.1:0");
            builder.UseSetting("PayHub:DataDirectory", dataDirectory);
            builder.UseSetting("PayHub:Tcp:Address", "127.0.0.1");
            builder.UseSetting("PayHub:Tcp:Port", "0");
            builder.UseSetting("PayHub:Tcp:TlsPort", "0");
            builder.UseSetting("PayHub:Tcp:RegistrationsPerMinutePerAddress", "0");
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.ConfigureServices(services => services.AddSingleton(clock));
            // What makes a password slow to guess makes each sign-in slow.
            builder.ConfigureServices(services => services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1000));
            builder.ConfigureTestServices(replace);
            builder.ConfigureLogging(logging => logging.AddProvider(Errors).AddFilter<ErrorLog>(null, LogLevel.Error));
        }
    }
}
