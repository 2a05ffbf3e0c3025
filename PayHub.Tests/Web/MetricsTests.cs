using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PayHub.Data.Model;
using PayHub.Tests.Api;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

/// <summary>What a Prometheus server reads from a real hub. Alone, because a meter of one hub is heard by all of the process.</summary>
[Collection(Alone.Name)]
public sealed class MetricsTests
{
    // What scripts and the benchmark program read: names are an interface.
    private static readonly string[] Names =
    [
        "payhub_ledger_transfers_total", "payhub_ledger_refusals_total", "payhub_ledger_batch_size_count", "payhub_ledger_batch_size_sum",
        "payhub_ledger_batch_duration_seconds_sum", "payhub_ledger_commit_duration_seconds_sum", "payhub_ledger_queue_length",
        "payhub_tcp_connections", "payhub_tcp_sessions", "payhub_tcp_messages_total", "kestrel_active_connections",
        "dotnet_gc_heap_total_allocated_bytes_total", "dotnet_gc_collections_total", "dotnet_process_cpu_time_seconds_total",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_are_there_under_their_names_and_move_with_a_payment()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:MaxConnections", "2"));
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        using var http = hub.CreateHttpClient();
        var before = await ReadUntilAsync(http, page => Sum(page, "payhub_tcp_sessions") == 2);
        Assert.All(Names, name => Assert.Contains($"\n{name}{{", before, StringComparison.Ordinal));
        Assert.Equal(2, Value(before, "payhub_tcp_connections", "endpoint=\"plain\""));
        Assert.Equal(0, Value(before, "payhub_tcp_connections", "endpoint=\"tls\""));

        await bob.SendAsync("alice#1#bob\nalice#99999#bob\n");
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        Assert.Equal("Transfer Fail!", await alice.ReadLineAsync());
        await using var refused = await hub.ConnectAsync();
        Assert.Equal("429 TOO_MANY", await refused.ReadLineAsync());
        var after = await ReadUntilAsync(http, page => Moved("payhub_tcp_messages_total", page) >= 2 && Sum(page, "payhub_tcp_connections_refused_total") == 1);
        Assert.Equal(1, Moved("payhub_ledger_transfers_total", after));
        Assert.Equal(1, Moved("payhub_ledger_refusals_total", after));
        Assert.True(Moved("payhub_ledger_batch_size_sum", after) >= 2);
        Assert.InRange(Moved("payhub_ledger_commit_duration_seconds_sum", after), double.Epsilon, Moved("payhub_ledger_batch_duration_seconds_sum", after));

        double Moved(string name, string page) => Sum(page, name) - Sum(before, name);
    }

    [Fact]
    public async Task A_stranger_needs_a_key_of_any_role()
    {
        await using var hub = Hub.Start(("PayHub:Dashboard:TrustedProxies", "127.0.0.1"));
        using var http = await hub.ProgramAsync(OperatorRoles.Viewer);
        using var stranger = hub.Program(secret: null);
        using var wrong = hub.Program("payhub_1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        foreach (var program in new[] { http, stranger, wrong })
            program.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        await (await stranger.GetAsync("/metrics", Stop)).ProblemAsync(401, "key_missing");
        await (await wrong.GetAsync("/metrics", Stop)).ProblemAsync(401, "key_invalid");
        Assert.Contains("payhub_ledger_", await http.GetStringAsync("/metrics", Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task A_proxy_that_nobody_named_does_not_make_strangers_local(string header, string value)
    {
        await using var hub = Hub.Start();
        using var http = hub.CreateHttpClient();
        http.DefaultRequestHeaders.Add(header, value);
        await (await http.GetAsync("/metrics", Stop)).ProblemAsync(401, "key_missing");
    }

    [Fact]
    public async Task An_operators_cookie_is_no_key()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Dashboard:TrustedProxies", "127.0.0.1")]);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/metrics", Stop)).StatusCode);
    }

    // An answer serves whoever asks within the same third of a second.
    private static async Task<string> ReadUntilAsync(HttpClient http, Func<string, bool> isThere)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        bound.CancelAfter(TestEnvironment.Bound);
        while (true)
        {
            var page = await http.GetStringAsync("/metrics", bound.Token);
            if (isThere(page))
                return page;
        }
    }

    private static double Value(string page, string name, string tag) => Values(page, name).Single(v => v.Tags.Contains(tag, StringComparison.Ordinal)).Value;

    private static double Sum(string page, string name) => Values(page, name).Sum(v => v.Value);

    private static IEnumerable<(string Tags, double Value)> Values(string page, string name) =>
        Regex.Matches(page, $@"^{name}{{(.*)}} (\S+)", RegexOptions.Multiline)
            .Select(m => (m.Groups[1].Value, double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)));
}
