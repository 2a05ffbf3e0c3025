using PayHub.Tests.Support;

namespace PayHub.Tests.Bench;

public sealed class SeedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_seeded_verifies_and_can_be_queried_and_is_never_seeded_twice()
    {
        var data = _folder.File("data");
        string[] seed = ["seed", "--data", data, "--accounts", "300", "--transfers", "3000", "--signed", "20"];
        var (exitCode, output, errors) = await RunAsync(seed);
        Assert.True(exitCode == 0, output + errors);

        (exitCode, output, errors) = await HubCommands.RunAsync(data, ["verify"]);
        Assert.True(exitCode == 0, output + errors);
        Assert.Matches("OK: .* 3000 transfers in [0-9]+ blocks, [1-9][0-9]+ signatures, 301 accounts", output);

        (exitCode, output, errors) = await RunAsync(["queries", "--data", data, "--only", "ledger: a day", "--json", _folder.File("figures.json")]);
        Assert.Contains("3,000 transfers, 300 accounts", output, StringComparison.Ordinal);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("\"figure\": \"ledger: a day\"", await File.ReadAllTextAsync(_folder.File("figures.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        (exitCode, _, errors) = await RunAsync(seed);
        Assert.Equal(1, exitCode);
        Assert.Contains("holds a hub already", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_transfers_than_accounts_are_refused_before_anything_is_made()
    {
        var data = _folder.File("data");
        var (exitCode, _, errors) = await RunAsync(["seed", "--data", data, "--accounts", "300", "--transfers", "299"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("--transfers must be at least --accounts", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(IEnumerable<string> arguments)
    {
        await using var child = ChildProcess.Start(TestEnvironment.BenchProgram, _folder.Path, arguments);
        var exitCode = await child.WaitForExitAsync();
        return (exitCode, child.Output, child.Errors);
    }
}
