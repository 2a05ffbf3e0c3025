using System.Net;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>
/// Pairs of clients that pay as fast as they are answered. Each payer pays 1, 2, 3 and so on, so that the ledger shows which of
/// its payments it holds, and how often.
/// </summary>
internal sealed class PaymentLoad : IAsyncDisposable
{
    private readonly List<Pair> _pairs = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Registers and logs in a payer and a payee for each pair.</summary>
    public static async Task<PaymentLoad> LogInAsync(IPEndPoint hub, int pairs, string names)
    {
        var load = new PaymentLoad();
        for (var i = 0; i < pairs; i++)
            load._pairs.Add(await Pair.LogInAsync(hub, $"{names}{i}.payer", $"{names}{i}.payee"));
        return load;
    }

    public void Start() => _running = Task.WhenAll(_pairs.Select(pair => Task.Run(pair.PayUntilClosedAsync)));

    /// <summary>Waits until so many payments were told executed.</summary>
    public async Task WaitForAsync(int payments)
    {
        using var bound = new CancellationTokenSource(TestEnvironment.Bound);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (_pairs.Sum(pair => pair.Told) < payments)
            await timer.WaitForNextTickAsync(bound.Token);
    }

    /// <summary>Waits until the hub has closed every payer's connection.</summary>
    public Task WaitForEndAsync() => _running.WaitAsync(TestEnvironment.Bound);

    public int Told => _pairs.Sum(pair => pair.Told);

    /// <summary>Each payment that was told executed is in the file once; what was not told may be there, once.</summary>
    public void AssertKept(string database)
    {
        foreach (var pair in _pairs)
        {
            var kept = pair.Kept(database);
            Assert.Equal(Enumerable.Range(1, kept.Count), kept);
            Assert.InRange(kept.Count, pair.Told, pair.Sent);
            var moved = kept.Sum();
            Assert.Equal(10_000_000 - moved, TestDatabase.Query(database, $"SELECT balance FROM accounts WHERE name = '{pair.Payer}'"));
            Assert.Equal(10_000_000 + moved, TestDatabase.Query(database, $"SELECT balance FROM accounts WHERE name = '{pair.Payee}'"));
        }
    }

    /// <summary>Each payment in the file was told.</summary>
    public void AssertAllWereTold(string database) =>
        Assert.All(_pairs, pair => Assert.Equal(pair.Kept(database).Count, pair.Told));

    public async ValueTask DisposeAsync()
    {
        foreach (var pair in _pairs)
            await pair.DisposeAsync();
    }

    private sealed class Pair(string payer, string payee, ClassicClient payerClient, ClassicClient payeeClient) : IAsyncDisposable
    {
        private int _sent;
        private int _told;

        public string Payer => payer;

        public string Payee => payee;

        public int Sent => Volatile.Read(ref _sent);

        public int Told => Volatile.Read(ref _told);

        public static async Task<Pair> LogInAsync(IPEndPoint hub, string payer, string payee) =>
            new(payer, payee, await LogInAsync(hub, payer), await LogInAsync(hub, payee));

        public async Task PayUntilClosedAsync()
        {
            try
            {
                while (true)
                {
                    await payeeClient.SendAsync($"{payer}#{Interlocked.Increment(ref _sent)}#{payee}\n");
                    if (await payerClient.TryReadLineAsync() is not { } line)
                        return;
                    Assert.Equal("Transfer OK!", line);
                    Interlocked.Increment(ref _told);
                }
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The payee's connection was closed first: the payer may still be owed an answer.
                while (await payerClient.TryReadLineAsync() is "Transfer OK!")
                    Interlocked.Increment(ref _told);
            }
        }

        public List<int> Kept(string database) => [.. TestDatabase.List(
            database,
            $"""
            SELECT CAST(t.amount AS TEXT) FROM transfers t JOIN accounts d ON d.id = t.debit_id JOIN accounts c ON c.id = t.credit_id
            WHERE d.name = '{payer}' AND c.name = '{payee}' AND t.kind = 0 ORDER BY t.id
            """).Select(int.Parse)];

        public async ValueTask DisposeAsync()
        {
            await payerClient.DisposeAsync();
            await payeeClient.DisposeAsync();
        }

        private static async Task<ClassicClient> LogInAsync(IPEndPoint hub, string name)
        {
            var client = await ClassicClient.ConnectAsync(hub);
            Assert.Equal("100 OK", await client.AskAsync($"REGISTER#{name}"));
            await client.LogInAsync(name);
            return client;
        }
    }
}
