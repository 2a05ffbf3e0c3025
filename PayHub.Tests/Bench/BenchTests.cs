using System.Text.Json;
using PayHub.Tests.Support;

namespace PayHub.Tests.Bench;

/// <summary>
/// Runs the benchmark program for a second at a time against the real hub. How large a figure is, is not judged: other tests run beside.
/// </summary>
public abstract class BenchTests : IDisposable
{
    protected static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    internal TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task<Dictionary<string, double>> MeasureAsync(IEnumerable<string> arguments, bool hasJson = false, string? column = null)
    {
        var json = Folder.File("figures.json");
        var (exitCode, output, errors) = await RunAsync(hasJson ? arguments : [.. arguments, "--json", json]);
        Assert.True(exitCode == 0, output + errors);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("figures").EnumerateArray().ToDictionary(
            row => row.GetProperty("figure").GetString()!.Trim(),
            row => (column is null ? row.EnumerateObject().ElementAt(1).Value : row.GetProperty(column)) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : double.NaN);
    }

    protected async Task<(int ExitCode, string Output, string Errors)> RunAsync(IEnumerable<string> arguments)
    {
        await using var child = ChildProcess.Start(TestEnvironment.BenchProgram, Folder.Path, arguments);
        var exitCode = await child.WaitForExitAsync(Bound);
        return (exitCode, child.Output, child.Errors);
    }
}
