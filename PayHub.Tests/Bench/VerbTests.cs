using PayHub.Tests.Support;
using BenchProgram = PayHub.Bench.Program;

namespace PayHub.Tests.Bench;

/// <summary>The verbs but payments and queries, which have tests of their own, and what is said of options that make no sense.</summary>
public sealed class VerbTests : BenchTests
{
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
    public async Task Dashboards_without_a_browser_are_live_and_show_every_payment()
    {
        var figures = await MeasureAsync(["dashboard", "--browsers", "4", "--circuits", "--rate", "50", "--duration", "2", "--warm-up", "1"], column: "with");
        Assert.True(figures["host CPU a payment, µs"] > 0);
        Assert.True(figures["answer to circuit p95, ms"] is > 0 and < 10_000);
    }

    [Fact]
    public async Task A_seeded_directory_is_started_on_verified_and_compared_with_an_empty_one_and_stays_as_it_is()
    {
        var data = Folder.File("data");
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
        var figures = await MeasureAsync(["micro", "--json", Folder.File("figures.json"), "--", "--filter", "*WireBenchmarks.Parser", "--job", "dry"], hasJson: true);
        Assert.True(figures["WireBenchmarks.Parser"] > 0);
    }

    [Theory]
    [InlineData("--pairs is 0; it must be a whole number from 1 to 100000", "payments", "--pairs", "0")]
    [InlineData("--window is 0; it must be a whole number from 1 to 4096", "payments", "--window", "0")]
    [InlineData("--curve does not go with --rate", "payments", "--curve", "--rate", "5")]
    [InlineData("need --host-tls and --host-fingerprint", "payments", "--mode", "signed", "--host", "127.0.0.1:1")]
    [InlineData("it must be an address and a port", "payments", "--host", "somewhere")]
    [InlineData("--duration is 1.5; it must be", "payments", "--duration", "1.5")]
    [InlineData("--pairs is 99999999999; it must be", "payments", "--pairs", "99999999999")]
    [InlineData("--mode is 7; it must be plain, signed, sealed or rsa", "payments", "--mode", "7", "--data", "/nowhere")]
    [InlineData("--rate is x; it must be", "payments", "--rate", "x")]
    [InlineData("--host-dashboard is x; it must be a URL", "payments", "--host", "127.0.0.1:1", "--host-dashboard", "x")]
    [InlineData("--prepare goes with --mode signed", "payments", "--prepare", "5")]
    [InlineData("--json can't be written", "payments", "--json", "/nowhere/figures.json")]
    [InlineData("--host-tls goes with --host", "payments", "--host-tls", "127.0.0.1:1")]
    [InlineData("holds no hub", "startup", "--data", "/nowhere")]
    [InlineData("holds no hub", "verify", "--data", "/nowhere")]
    [InlineData("is no program", "startup", "--program", "/nowhere/PayHub.Host.dll")]
    public void Options_that_make_no_sense_are_named_in_a_sentence(string expected, params string[] arguments) =>
        Assert.Contains(BenchProgram.CreateCommand().Parse(arguments).Errors, error => error.Message.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("--pairs is 0; it must be a whole number from 1 to 100000", "payments", "--pairs", "0")]
    [InlineData("No hub answers at 127.0.0.1:1:", "payments", "--host", "localhost:1")]
    [InlineData("ulimit -n", "connections", "--count", "1000000")]
    public async Task Whoever_can_t_be_served_is_told_why_in_a_sentence(string expected, params string[] arguments)
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
            TestEnvironment.BenchProgram, Folder.Path, ["payments", "--pairs", "2", "--duration", "600"], ("TMPDIR", Folder.Path));
        await child.WaitForErrorAsync(line => line.StartsWith("Pairs logged in: 2;", StringComparison.Ordinal));
        Assert.Single(Directory.EnumerateDirectories(Folder.Path, "payhub-bench-*"));
        child.Signal(ChildProcess.Interrupt);
        Assert.Equal(130, await child.WaitForExitAsync(Bound));
        Assert.Contains("Stopped", child.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(Folder.Path, "payhub-bench-*"));
    }
}
