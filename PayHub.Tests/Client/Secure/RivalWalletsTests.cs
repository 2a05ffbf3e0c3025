using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Interactive;
using PayHub.Client.Output;
using PayHub.Client.Session;
using PayHub.Data.Live;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>Several wallets of one account: real ones in the test's process, which come back sooner than the program does.</summary>
public sealed class RivalWalletsTests : IAsyncDisposable
{
    private static readonly WalletLimits Limits = new() { FirstRetry = TimeSpan.FromSeconds(0.1), LongestRetry = TimeSpan.FromSeconds(1) };

    private readonly TemporaryFolder _home = new();
    private readonly CancellationTokenSource _leave = new();
    private readonly Support.Hub _hub = Support.Hub.Start();

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _leave.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Of_two_that_stay_the_older_one_gives_in_and_says_why()
    {
        var (older, newer) = (new Recorder(), new Recorder());
        var first = RunAsync(Listen, older);
        await older.WaitForAsync<Online>();
        var second = RunAsync(Listen, newer);
        await newer.WaitForAsync<Online>();

        var (exit, reason) = await first.WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Unreachable, exit);
        Assert.StartsWith("Another wallet of alice is online", reason, StringComparison.Ordinal);
        Assert.NotNull(_hub.Services.GetRequiredService<PresenceBoard>().Find("alice"));
        Assert.False(second.IsCompleted);
        await LeaveAsync(second);
    }

    [Fact]
    public async Task One_that_stays_comes_back_after_each_of_a_few_commands()
    {
        var till = new Recorder();
        var listening = RunAsync(Listen, till);
        await till.WaitForAsync<Online>();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal((ExitCode.Done, null), await RunAsync(SecureActions.ListAsync, new Recorder()));
            await till.WaitForAsync<Offline>();
            await till.WaitForAsync<Online>();
        }
        Assert.False(listening.IsCompleted);
        await LeaveAsync(listening);
    }

    [Theory]
    [InlineData("")]
    [InlineData("connect")]
    public async Task Whoever_does_not_want_to_wait_is_connected_at_once(string line)
    {
        var till = new Recorder();
        var typed = new TypedLines();
        var patient = new WalletLimits { FirstRetry = TimeSpan.FromHours(1), LongestRetry = TimeSpan.FromHours(1) };
        var wallet = RunAsync(SecureActions.InteractAsync, till, patient, typed);
        await till.WaitForAsync<Online>();
        Assert.Equal((ExitCode.Done, null), await RunAsync(SecureActions.ListAsync, new Recorder()));
        await till.WaitForAsync<Offline>();
        typed.Type(line);
        await till.WaitForAsync<Online>();
        await LeaveAsync(wallet);
    }

    private async Task LeaveAsync(Task<(ExitCode Exit, string? Lost)> wallet)
    {
        await _leave.CancelAsync();
        Assert.Equal((ExitCode.Done, null), await wallet.WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken));
    }

    private static Task<ExitCode> Listen(CommandContext context, CancellationToken cancel) => SecureActions.ListenAsync(context, accept: true, cancel);

    private async Task<(ExitCode Exit, string? Lost)> RunAsync(
        Func<CommandContext, CancellationToken, Task<ExitCode>> command, Recorder events, WalletLimits? limits = null, ILineSource? lines = null)
    {
        var options = new WalletOptions(
            new HubAddress("127.0.0.1", _hub.Tls.Port), IsPlain: false, "alice", _home.Path, ListenPort: 0, IsJson: true, SaysYes: true)
        {
            Fingerprint = _hub.Services.Fingerprint(),
            NoPassphrase = true,
        };
        var context = new CommandContext(options, new WalletHome(options.Home), events, lines ?? new NoLines()) { Limits = limits ?? Limits };
        string? lost = null;
        var exit = await CommandContext.RunAsync(options, async _ =>
        {
            try
            {
                return await command(context, _leave.Token);
            }
            catch (HubLostException e)
            {
                lost = e.Message;
                throw;
            }
        }, _leave.Token);
        return (exit, lost);
    }

    private sealed class TypedLines : ILineSource
    {
        private readonly Channel<string?> _lines = Channel.CreateUnbounded<string?>();

        public bool IsTerminal => true;

        public void Type(string line) => _lines.Writer.TryWrite(line);

        public Task<string?> ReadLineAsync(string? question, CancellationToken cancel) => _lines.Reader.ReadAsync(cancel).AsTask();

        public Task<string?> ReadSecretAsync(string question, CancellationToken cancel) => Task.FromResult<string?>(null);
    }

    private sealed class Recorder : IWalletOutput
    {
        private readonly Channel<WalletEvent> _events = Channel.CreateUnbounded<WalletEvent>();

        public void Show(WalletEvent happened) => _events.Writer.TryWrite(happened);

        public async Task WaitForAsync<T>()
        {
            while (await _events.Reader.ReadAsync().AsTask().WaitAsync(TestEnvironment.Bound) is not T)
            {
            }
        }
    }
}
