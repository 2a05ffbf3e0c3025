using System.Text.Json;
using PayHub.Tests.Support;

namespace PayHub.Tests.Bench;

/// <summary>
/// Every verb but the dashboard's and the seed's queries for a second against the real hub, and what it says of options that make no sense.
/// How large a figure is, is not judged: other tests run beside.
/// </summary>
public sealed class VerbTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("signed", "--half")]
    [InlineData("rsa", "--window", "8")]
    [InlineData("sealed", "--window", "2")]
    public async Task Payments_are_measured_verified_and_set_beside_the_limits(string mode, params string[] options)
    {
        var figures = await MeasureAsync(["payments", "--mode", mode, "--pairs", "4", "--prepare", "12000", "--duration", "1", "--warm-up", "1", .. options]);
        Assert.True(figures["payments/s, durable"] > 0);
        Assert.True(figures["latency p50, ms"] <= figures["latency p99, ms"]);
        Assert.True(figures["bare loop, payments/s"] > 0);
        Assert.InRange(figures["database bytes a payment"], 50, 10_000);
        if (options.Contains("--half"))
            Assert.InRange(figures["at half of that: payments/s"], 1, figures["payments/s, durable"]);
    }

    [Fact]
    public async Task The_curve_ends_at_the_pairs_that_are_asked_for()
    {
        var figures = await MeasureAsync(["payments", "--curve", "--pairs", "3", "--duration", "1", "--warm-up", "1"]);
        Assert.Equal(["1 pairs", "3 pairs", "last against the best"], figures.Keys);
        Assert.InRange(figures["last against the best"], 0.01, 1);
    }

    [Fact]
    public async Task A_hub_that_runs_already_is_measured_and_goes_on()
    {
        await using var hub = await HubProcess.StartAsync(
            _folder.Path, ("PayHub:Tcp:RegistrationsPerMinutePerAddress", "0"), ("PayHub:Accounts:OpeningBalance", "1000000"));
        var figures = await MeasureAsync(
            ["payments", "--host", hub.Tcp.ToString(), "--host-dashboard", hub.Dashboard.ToString(), "--pairs", "2", "--duration", "1", "--warm-up", "1"]);
        Assert.True(figures["payments/s, durable"] > 0);
        Assert.DoesNotContain("database bytes a payment", figures.Keys);
        Assert.Contains("OK: ", (await HubProcess.RunAsync(_folder.Path, ["verify"])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--tls")]
    public async Task Idle_sessions_are_compared_with_a_bare_endpoint(params string[] options)
    {
        var figures = await MeasureAsync(["connections", "--count", "50", "--duration", "1", .. options]);
        Assert.True(figures["taken a second, logged in"] > 0);
        Assert.True(figures["payments/s with them"] > 0);
    }

    [Fact]
    public async Task A_seeded_directory_is_started_on_verified_and_compared_with_an_empty_one_and_stays_as_it_is()
    {
        var data = _folder.File("data");
        var (exitCode, output, errors) = await RunAsync(["seed", "--data", data, "--accounts", "100", "--transfers", "400"]);
        Assert.True(exitCode == 0, output + errors);
        var before = await File.ReadAllBytesAsync(Path.Combine(data, "payhub.db"), TestContext.Current.CancellationToken);

        Assert.True((await MeasureAsync(["startup", "--data", data, "--rounds", "1"]))["median"] > 0);
        Assert.Equal(400, (await MeasureAsync(["verify", "--data", data]))["transfers"]);
        var paced = await MeasureAsync(["payments", "--data", data, "--pairs", "2", "--rate", "50", "--duration", "1", "--warm-up", "1"]);
        Assert.InRange(paced["payments/s, durable"], 1, 53);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(data, "payhub.db"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_single_operation_is_measured()
    {
        var figures = await MeasureAsync(["micro", "--json", _folder.File("figures.json"), "--", "--filter", "*WireBenchmarks.Parser", "--job", "dry"], hasJson: true);
        Assert.True(figures["WireBenchmarks.Parser"] > 0);
    }

    [Theory]
    [InlineData("--pairs must be at least 1", "payments", "--pairs", "0")]
    [InlineData("--window is 0; it must be 1 to 4096", "payments", "--window", "0")]
    [InlineData("--curve does not go with --rate", "payments", "--curve", "--rate", "5")]
    [InlineData("need --host-tls and --host-fingerprint", "payments", "--mode", "signed", "--host", "127.0.0.1:1")]
    [InlineData("it must be an IP address and a port", "payments", "--host", "somewhere")]
    [InlineData("--host-tls goes with --host", "payments", "--host-tls", "127.0.0.1:1")]
    [InlineData("holds no hub", "startup", "--data", "/nowhere")]
    [InlineData("holds no hub", "verify", "--data", "/nowhere")]
    [InlineData("is no program", "startup", "--program", "/nowhere/PayHub.Host.dll")]
    [InlineData("ulimit -n", "connections", "--count", "1000000")]
    public async Task Options_that_make_no_sense_are_named_in_a_sentence(string expected, params string[] arguments)
    {
        var (exitCode, _, errors) = await RunAsync(arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at PayHub", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_ends_the_hub_and_leaves_no_folder()
    {
        await using var child = ChildProcess.Start(
            TestEnvironment.BenchProgram, _folder.Path, ["payments", "--pairs", "2", "--duration", "600"], ("TMPDIR", _folder.Path));
        await child.WaitForErrorAsync(line => line.StartsWith("2 pairs are logged in", StringComparison.Ordinal));
        Assert.Single(Directory.EnumerateDirectories(_folder.Path, "payhub-bench-*"));
        child.Signal(ChildProcess.Interrupt);
        Assert.Equal(130, await child.WaitForExitAsync(Bound));
        Assert.Contains("Stopped", child.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(_folder.Path, "payhub-bench-*"));
    }

    private async Task<Dictionary<string, double>> MeasureAsync(IEnumerable<string> arguments, bool hasJson = false)
    {
        var json = _folder.File("figures.json");
        var (exitCode, output, errors) = await RunAsync(hasJson ? arguments : [.. arguments, "--json", json]);
        Assert.True(exitCode == 0, output + errors);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("figures").EnumerateArray().ToDictionary(
            row => row.GetProperty("figure").GetString()!.Trim(),
            row => row.EnumerateObject().ElementAt(1).Value is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : double.NaN);
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(IEnumerable<string> arguments)
    {
        await using var child = ChildProcess.Start(TestEnvironment.BenchProgram, _folder.Path, arguments);
        var exitCode = await child.WaitForExitAsync(Bound);
        return (exitCode, child.Output, child.Errors);
    }
}
