using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Bench.Reading;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Storage;
using PayHub.Protocol;

namespace PayHub.Bench.Seeding;

/// <summary>The hub's own ledger, writer and storage in this process, without a network: its rules, its chain and its durability.</summary>
internal sealed class SeededHub : IAsyncDisposable
{
    private readonly IHost _host;

    private SeededHub(IHost host) => _host = host;

    public Ledger Ledger => Get<Ledger>();

    public OperatorDesk Desk => Get<OperatorDesk>();

    public SessionLog Sessions => Get<SessionLog>();

    public PayHubDatabase Database => Get<PayHubDatabase>();

    /// <exception cref="BenchException">Somebody's hub is in the folder.</exception>
    public static async Task<SeededHub> StartAsync(DirectoryInfo folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(folder.FullName, "payhub.db")))
            throw new BenchException($"{folder.FullName} holds a hub already: name a folder that is empty, or not there.");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("PayHub:DataDirectory", folder.FullName)]);
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(clock);
        builder.Services.AddPayHubData(builder.Configuration).AddSingleton<ISignatureCheck, KeptSignatures>()
            .AddSingleton<INameRule, NameRule>();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new SeededHub(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    private sealed class NameRule : INameRule
    {
        public bool Allows(string name) => AccountName.IsValid(name);
    }
}
