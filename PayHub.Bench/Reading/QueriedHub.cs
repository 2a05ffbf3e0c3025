using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Queries;
using PayHub.Data.Storage;

namespace PayHub.Bench.Reading;

/// <summary>A data directory, only read: nothing is started, so a hub may run on it meanwhile.</summary>
internal sealed class QueriedHub : IAsyncDisposable
{
    private const int NamesKept = 1_000;
    private const int TransfersSampled = 20_000;

    private readonly ServiceProvider _services;
    private readonly Random _random = new(1);
    private string[] _names = [];

    private QueriedHub(ServiceProvider services) => _services = services;

    public long Transfers { get; private set; }

    public long Accounts { get; private set; }

    /// <summary>The account that is paid most often.</summary>
    public (long Id, string Name) Busiest { get; private set; }

    /// <summary>The next one.</summary>
    public (long Id, string Name) Second { get; private set; }

    public DateTimeOffset FirstAt { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    /// <exception cref="BenchException">There are no transfers.</exception>
    public static async Task<QueriedHub> OpenAsync(DirectoryInfo folder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("PayHub:DataDirectory", folder.FullName)]).Build();
        var services = new ServiceCollection().AddLogging().AddPayHubData(configuration).AddPayHubQueries().AddSingleton<ISignatureCheck, KeptSignatures>();
        var hub = new QueriedHub(services.BuildServiceProvider());
        await hub.LookAroundAsync();
        return hub;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public string SomeName() => _names[_random.Next(_names.Length)];

    public long SomeId() => 1 + _random.NextInt64(Transfers);

    public long SomeAccount() => 2 + _random.NextInt64(Accounts - 1);

    public DateTimeOffset SomeTime() => FirstAt + (LastAt - FirstAt) * _random.NextDouble();

    public int Some(int least, int most) => _random.Next(least, most + 1);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task LookAroundAsync()
    {
        await using var db = Get<PayHubDatabase>().OpenRead();
        Transfers = await db.LedgerHead.Select(h => h.LastTransfer).SingleAsync();
        Accounts = await db.Accounts.MaxAsync(a => a.Id) - 1;
        if (Transfers == 0)
            throw new BenchException("The ledger has no transfers: make one with the verb seed.");
        var busy = await db.Transfers.Where(t => t.Id > Transfers - TransfersSampled)
            .GroupBy(t => t.CreditId).OrderByDescending(g => g.Count()).Take(2).Select(g => g.Key).ToListAsync();
        Busiest = (busy[0], await NameOfAsync(db, busy[0]));
        Second = (busy[1], await NameOfAsync(db, busy[1]));
        FirstAt = UnixMicroseconds.ToMoment(await db.Transfers.Where(t => t.Id == 1).Select(t => t.At).SingleAsync());
        LastAt = UnixMicroseconds.ToMoment(await db.Transfers.Where(t => t.Id == Transfers).Select(t => t.At).SingleAsync());
        var some = Enumerable.Range(0, NamesKept).Select(_ => SomeAccount()).ToList();
        _names = await db.Accounts.Where(a => some.Contains(a.Id)).Select(a => a.Name).ToArrayAsync();
    }

    private static Task<string> NameOfAsync(PayHubDbContext db, long account) =>
        db.Accounts.Where(a => a.Id == account).Select(a => a.Name).SingleAsync();
}
