using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace PayHub.Bench;

/// <summary>The real host as a child process, on free loopback ports and a fresh data directory, which goes with it.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private HostUnderTest(Process process, DirectoryInfo folder) => (_process, _folder) = (process, folder);

    public required Uri Dashboard { get; init; }

    public required IPEndPoint Tcp { get; init; }

    public required IPEndPoint Tls { get; init; }

    public required string Fingerprint { get; init; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public long DatabaseBytes => _folder.EnumerateFiles("payhub.db*").Sum(file => file.Length);

    private static string Program { get; } =
        typeof(HostUnderTest).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "HostProgram").Value!;

    public static async Task<HostUnderTest> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("payhub-bench-");
        var process = Start(folder, [
            .. settings,
            "--urls=http://127.0.0.1:0",
            "--PayHub:Tcp:Address=127.0.0.1",
            "--PayHub:Tcp:Port=0",
            "--PayHub:Tcp:TlsPort=0",
            "--PayHub:Tcp:RegistrationsPerMinutePerAddress=0",
        ]);
        using var timeout = new CancellationTokenSource(Patience);
        var dashboard = await ReadAsync(process, "Dashboard:", timeout.Token);
        var tcp = await ReadAsync(process, "TCP plain:", timeout.Token);
        var tls = await ReadAsync(process, "TCP TLS:", timeout.Token);
        var fingerprint = await ReadAsync(process, "Fingerprint:", timeout.Token);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new HostUnderTest(process, folder)
        {
            Dashboard = new Uri(dashboard),
            Tcp = IPEndPoint.Parse(tcp),
            Tls = IPEndPoint.Parse(tls),
            Fingerprint = fingerprint,
        };
    }

    /// <summary>Stops the host and has it check its whole ledger.</summary>
    /// <returns>What verify said.</returns>
    public async Task<string> StopAndVerifyAsync()
    {
        await StopAsync();
        using var verify = Start(_folder, ["verify"]);
        var output = await verify.StandardOutput.ReadToEndAsync();
        await verify.WaitForExitAsync();
        return output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StopAsync()
    {
        if (_process.HasExited)
            return;
        using (Process.Start("kill", _process.Id.ToString(CultureInfo.InvariantCulture)))
            await _process.WaitForExitAsync();
    }

    private static async Task<string> ReadAsync(Process process, string label, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(label, StringComparison.Ordinal))
                return line[label.Length..].Trim();
        }
        throw new InvalidOperationException("The host did not start: run it by itself to see why.");
    }

    private static Process Start(DirectoryInfo folder, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments, $"--PayHub:DataDirectory={folder.FullName}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder.FullName,
        })!;
}
