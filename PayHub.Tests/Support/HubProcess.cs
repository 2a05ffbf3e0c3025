using System.Globalization;
using System.Net;

namespace PayHub.Tests.Support;

/// <summary>The real hub as a process of its own, for tests of start, stop and kill.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private readonly ChildProcess _child;

    private HubProcess(ChildProcess child) => _child = child;

    public ChildProcess Process => _child;

    public required IPEndPoint Tcp { get; init; }

    public required IPEndPoint Tls { get; init; }

    public required Uri Dashboard { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>Starts a hub on a data directory and waits until it says where it is.</summary>
    public static Task<HubProcess> StartAsync(string dataDirectory, params (string Key, string Value)[] settings) =>
        WaitUntilReadyAsync(ChildProcess.Start(TestEnvironment.HostProgram, dataDirectory, Arguments(dataDirectory, settings)));

    /// <summary>As <see cref="StartAsync"/>, with only so many open files and sockets (POSIX only).</summary>
    public static Task<HubProcess> StartWithOpenFilesAsync(int most, string dataDirectory) =>
        WaitUntilReadyAsync(ChildProcess.StartWithOpenFiles(most, TestEnvironment.HostProgram, dataDirectory, Arguments(dataDirectory, [])));

    private static async Task<HubProcess> WaitUntilReadyAsync(ChildProcess child)
    {
        try
        {
            var dashboard = After(await child.WaitForLineAsync(line => line.StartsWith("Dashboard:", StringComparison.Ordinal)));
            var tcp = After(await child.WaitForLineAsync(line => line.StartsWith("TCP plain:", StringComparison.Ordinal)));
            var tls = After(await child.WaitForLineAsync(line => line.StartsWith("TCP TLS:", StringComparison.Ordinal)));
            var fingerprint = After(await child.WaitForLineAsync(line => line.StartsWith("Fingerprint:", StringComparison.Ordinal)));
            return new HubProcess(child) { Dashboard = new Uri(dashboard), Tcp = IPEndPoint.Parse(tcp), Tls = IPEndPoint.Parse(tls), Fingerprint = fingerprint };
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>A start that is refused, as a process of its own.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> StartInVainAsync(string dataDirectory)
    {
        await using var child = ChildProcess.Start(TestEnvironment.HostProgram, dataDirectory, Arguments(dataDirectory, []));
        var exitCode = await child.WaitForExitAsync();
        return (exitCode, child.Output, child.Errors);
    }

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    /// <summary>The arguments of a hub on free ports of loopback.</summary>
    public static IEnumerable<string> Arguments(string dataDirectory, (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] own =
        [
            ("urls", "http://127.0.0.1:0"),
            ("PayHub:DataDirectory", dataDirectory),
            ("PayHub:Tcp:Address", "127.0.0.1"),
            ("PayHub:Tcp:Port", "0"),
            ("PayHub:Tcp:TlsPort", "0"),
            ("PayHub:Tcp:RegistrationsPerMinutePerAddress", "0"),
        ];
        return own.Concat(settings).Select(s => string.Create(CultureInfo.InvariantCulture, $"--{s.Key}={s.Value}"));
    }

    private static string After(string line) => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
}
