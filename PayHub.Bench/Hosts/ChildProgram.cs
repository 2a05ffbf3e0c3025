using System.Diagnostics;
using System.Globalization;

namespace PayHub.Bench.Hosts;

/// <summary>A program that is measured, as a child process; it ends with this one at the latest.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private ChildProgram(Process process, string folder) => (_process, _folder) = (process, folder);

    /// <summary>Its CPU time on all cores.</summary>
    public TimeSpan CpuTime => Refreshed.TotalProcessorTime;

    /// <summary>What it has in memory, in bytes.</summary>
    public long WorkingSet => Refreshed.WorkingSet64;

    private Process Refreshed
    {
        get
        {
            _process.Refresh();
            return _process;
        }
    }

    /// <summary>Starts <c>dotnet</c> with some arguments in a folder.</summary>
    public static ChildProgram Start(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // That is for this program alone: see Program.
        start.Environment.Remove(InlineCompletions.Variable);
        var process = Process.Start(start)!;
        // The log goes there: nobody reads it, but a full pipe would stop the program.
        process.BeginErrorReadLine();
        return new ChildProgram(process, folder);
    }

    /// <summary>Waits for a line that begins with a label.</summary>
    /// <returns>The rest of the line.</returns>
    /// <exception cref="BenchException">The program ended, or never said it.</exception>
    public async Task<string> ReadAsync(string label, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        while (await _process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.StartsWith(label, StringComparison.Ordinal))
                return line[label.Length..].Trim();
        }
        throw new BenchException($"{_process.StartInfo.ArgumentList[0]} did not start in {_folder}: run it by itself to see why.");
    }

    /// <summary>Reads on, so that a full pipe does not stop the program.</summary>
    public void IgnoreTheRest() => _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);

    /// <summary>Waits for its end.</summary>
    /// <returns>What it said, and its exit code.</returns>
    public async Task<(string Output, int ExitCode)> FinishAsync(CancellationToken cancellationToken)
    {
        var output = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return (output.Trim(), _process.ExitCode);
    }

    /// <summary>Asks it to end (SIGTERM), and makes it end when it does not.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
            return;
        using (Process.Start("kill", _process.Id.ToString(CultureInfo.InvariantCulture)))
        using (var timeout = new CancellationTokenSource(Patience))
        {
            try
            {
                await _process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }
}
