using PayHub.Tests.Support;

namespace PayHub.Tests.Bench;

/// <summary>The verb <c>payments</c>, in every mode.</summary>
public sealed class PaymentsVerbTests : BenchTests
{
    [Theory]
    [InlineData("signed", "--half", "--prepare", "12000")]
    [InlineData("rsa", "--window", "8")]
    [InlineData("sealed", "--window", "2", "--prepare", "2000")]
    public async Task Payments_are_measured_verified_and_set_beside_the_limits(string mode, params string[] options)
    {
        var figures = await MeasureAsync(["payments", "--mode", mode, "--pairs", "4", "--duration", "1", "--warm-up", "1", .. options]);
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
        Assert.Equal(["pairs: 1", "pairs: 3", "last against the best"], figures.Keys);
        Assert.InRange(figures["last against the best"], 0.01, 1);
    }

    [Fact]
    public async Task A_hub_that_runs_already_is_measured_and_goes_on()
    {
        await using var hub = await HubProcess.StartAsync(
            Folder.Path, ("PayHub:Tcp:RegistrationsPerMinutePerAddress", "0"), ("PayHub:Accounts:OpeningBalance", "1000000"));
        var figures = await MeasureAsync(
            ["payments", "--host", hub.Tcp.ToString(), "--host-dashboard", hub.Dashboard.ToString(), "--pairs", "2", "--duration", "1", "--warm-up", "1"]);
        Assert.True(figures["payments/s, durable"] > 0);
        Assert.DoesNotContain("database bytes a payment", figures.Keys);
        Assert.Contains("OK: ", (await HubCommands.RunAsync(Folder.Path, ["verify"])).Output, StringComparison.Ordinal);
    }
}
