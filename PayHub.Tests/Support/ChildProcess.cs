using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PayHub.Tests.Support;

/// <summary>A program as a process of its own, ended with the test at the latest.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private TaskCompletionSource _changed = New();
    private bool _isDisposed;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string Output => Join(_output);

    public string Errors => Join(_errors);

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Starts a program (a .dll) in a folder.</summary>
    public static ChildProcess Start(string program, string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Start(["dotnet", program, .. arguments], folder, environment);

    /// <summary>Starts a program (a .dll) that may have only so many files and sockets open (POSIX only).</summary>
    public static ChildProcess StartWithOpenFiles(int most, string program, string folder, IEnumerable<string> arguments) =>
        Start(["sh", "-c", $"ulimit -n {most} && exec dotnet \"$@\"", "sh", program, .. arguments], folder, []);

    /// <summary>Starts a program that is not of .NET.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It is not there.</exception>
    public static ChildProcess StartTool(string program, string folder, IEnumerable<string> arguments) => Start([program, .. arguments], folder, []);

    private static ChildProcess Start(string[] command, string folder, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Add(child._output, line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Add(child._errors, line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until a line of standard output fits.</summary>
    public Task<string> WaitForLineAsync(Func<string, bool> fits) => WaitForAsync(_output, fits);

    /// <summary>Waits until a line of standard error fits.</summary>
    public Task<string> WaitForErrorAsync(Func<string, bool> fits) => WaitForAsync(_errors, fits);

    /// <summary>Waits for its end.</summary>
    /// <param name="bound">The longest to wait, where the program works for longer than <see cref="TestEnvironment.Bound"/>.</param>
    public async Task<int> WaitForExitAsync(TimeSpan? bound = null)
    {
        await _process.WaitForExitAsync().WaitAsync(bound ?? TestEnvironment.Bound);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal (POSIX only), such as <see cref="Terminate"/>.</summary>
    public void Signal(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    public const int Interrupt = 2;

    public const int Terminate = 15;

    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
        {
            Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private async Task<string> WaitForAsync(List<string> lines, Func<string, bool> fits)
    {
        var until = DateTime.UtcNow + TestEnvironment.Bound;
        while (true)
        {
            Task changed;
            lock (_output)
            {
                if (lines.FirstOrDefault(fits) is { } line)
                    return line;
                changed = _changed.Task;
            }
            var left = until - DateTime.UtcNow;
            // At an end of output the process may be gone, and the rest of what it said may still come.
            var isOver = _process.HasExited;
            if (isOver && left > TimeSpan.Zero)
                await _process.WaitForExitAsync().WaitAsync(left);
            if ((isOver && IsLatest(changed)) || left <= TimeSpan.Zero || (!isOver && await Task.WhenAny(changed, Task.Delay(left)) != changed))
                Assert.Fail($"no such line came. Output:\n{Output}\nErrors:\n{Errors}");
        }
    }

    private bool IsLatest(Task changed)
    {
        lock (_output)
            return changed == _changed.Task;
    }

    private void Add(List<string> lines, string? line)
    {
        lock (_output)
        {
            if (line is not null)
                lines.Add(line);
            var changed = _changed;
            _changed = New();
            changed.SetResult();
        }
    }

    private string Join(List<string> lines)
    {
        lock (_output)
            return string.Join('\n', lines);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}
