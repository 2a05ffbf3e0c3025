using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Settings;
using PayHub.Data.Storage;
using PayHub.Host;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>
/// The ledger alone, with its real writer on a real, migrated file. Disposing it fails the test when the writer logged an error
/// that the test did not expect, or when the ledger does not verify.
/// </summary>
internal sealed class LedgerRig : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ILoggerFactory _loggers;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LedgerWriter _writer;

    private LedgerRig(TimeProvider clock, AccountsOptions limits, string? folder, (int Length, TimeSpan Quiet) postings, TimeSpan gathering)
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Errors).SetMinimumLevel(LogLevel.Error));
        File = Path.Combine(folder ?? _folder.Path, "payhub.db");
        Database = new PayHubDatabase(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString(), Gate);
        Lifetime = new ApplicationLifetime(_loggers.CreateLogger<ApplicationLifetime>());
        Board = new PresenceBoard(Feed, clock);
        Desk = new OperatorDesk(Ledger, Board, new NameRule());
        Trail = new AuditTrail(Gate, new LedgerClock(clock), Feed);
        _writer = new LedgerWriter(
            Ledger, Database, Gate, Feed, Options.Create(limits), new LedgerClock(clock),
            new LedgerMetrics(_meters.GetRequiredService<IMeterFactory>(), Ledger), Lifetime, _loggers.CreateLogger<LedgerWriter>())
        {
            PostingRun = postings.Length,
            Quiet = postings.Quiet,
            Gathering = gathering,
        };
    }

    public Data.Ledger.Ledger Ledger { get; } = new();

    public WriteGate Gate { get; } = new();

    public LiveFeed Feed { get; } = new();

    public PresenceBoard Board { get; }

    public OperatorDesk Desk { get; }

    public AuditTrail Trail { get; }

    public ErrorLog Errors { get; } = new();

    public PayHubDatabase Database { get; }

    public ApplicationLifetime Lifetime { get; }

    public string File { get; }

    public bool IsAlive => _writer.IsAlive;

    /// <summary>Starts one; its runs of postings are short, so that every test meets their ends.</summary>
    public static async Task<LedgerRig> StartAsync(
        TimeProvider? clock = null, AccountsOptions? limits = null, string? folder = null, int postingRun = 16, TimeSpan? quiet = null,
        TimeSpan? gathering = null)
    {
        var rig = new LedgerRig(clock ?? TimeProvider.System, limits ?? new AccountsOptions(), folder, (postingRun, quiet ?? TimeSpan.FromMilliseconds(200)),
            gathering ?? TimeSpan.FromMilliseconds(20));
        if (!System.IO.File.Exists(rig.File))
            FreshData.WriteDatabase(rig.File);
        await rig._writer.StartAsync(CancellationToken.None);
        return rig;
    }

    /// <summary>Opens an account.</summary>
    /// <returns>Its id.</returns>
    public async Task<long> OpenAsync(string name, long balance = 10_000)
    {
        Assert.Equal(OpenAccountOutcome.Opened, await Ledger.OpenAccountAsync(name, null, new Money(balance)));
        return Query($"SELECT id FROM accounts WHERE name = '{name}'");
    }

    /// <summary>Pays as the payee's session would submit it, with the payer online.</summary>
    public ValueTask<TransferResult> PayAsync(string payer, long amount, string payee, long payeeId) =>
        Ledger.TransferAsync(new TransferRequest(payer, new Money(amount), payee, payeeId) { PayerIsOnline = true });

    /// <summary>Hands over one payment, and who is told of it.</summary>
    public ValueTask SubmitAsync(TransferRequest request, ITransferWaiter waiter)
    {
        var alone = default(PaymentGroup);
        alone.Add(request, waiter);
        return Ledger.SubmitAsync(alone);
    }

    /// <summary>What an operator is noted to have done.</summary>
    public static OperatorAct Act { get; } = new("op-1", "op@example.com", "127.0.0.1", "account.open-enrolment", "account", "alice", "lost phone");

    /// <summary>An operator's act on an account.</summary>
    public static OperatorAct ActOn(string target, string action = "account.deposit", string reason = "cash", IdempotencyKey? key = null) =>
        new("op-1", "op@example.com", "127.0.0.1", action, "account", target, reason) { Idempotency = key };

    /// <summary>An account's balance, minor units.</summary>
    public long BalanceOf(string name) => Query($"SELECT balance FROM accounts WHERE name = '{name}'");

    /// <summary>The public half of a fresh P-256 key.</summary>
    public static byte[] NewSpki()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Waits until the postings of all transfers are written, as they are soon after nobody pays any more.</summary>
    public Task WaitForPostingsAsync() => TestDatabase.WaitForPostingsAsync(File);

    /// <summary>A number, read by a connection of its own.</summary>
    public long Query(string sql) => TestDatabase.Query(File, sql);

    public void Execute(string sql) => TestDatabase.Execute(File, sql);

    public Task<VerificationReport> VerifyAsync() => new LedgerVerifier(Database, new SignatureCheck()).VerifyAsync();

    public Task StopAsync() => _writer.StopAsync(CancellationToken.None).WaitAsync(TestEnvironment.Bound);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        var report = await VerifyAsync();
        _loggers.Dispose();
        await _meters.DisposeAsync();
        Gate.Dispose();
        _folder.Dispose();
        Assert.Null(report.Fault);
        Errors.AssertNoneUnexpected();
    }
}
