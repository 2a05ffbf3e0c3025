using System.Net;
using System.Reflection;

namespace PayHub.Bench.Hosts;

/// <summary>The real host as a child process, on free loopback ports, in a data directory of its own, which goes with it.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    // Logins answer with a list: with one line of it, thousands can log in soon. Balances outlast any run.
    private static readonly string[] Settings =
    [
        "--urls=http://127.0.0.1:0",
        "--PayHub:Tcp:Address=127.0.0.1",
        "--PayHub:Tcp:Port=0",
        "--PayHub:Tcp:TlsPort=0",
        "--PayHub:Tcp:ListLimit=1",
        "--PayHub:Tcp:RegistrationsPerMinutePerAddress=0",
        "--PayHub:Accounts:OpeningBalance=1000000000",
    ];

    private readonly ChildProgram _program;
    private readonly DataFolder _folder;

    private HostUnderTest(ChildProgram program, DataFolder folder, HubAddress address) => (_program, _folder, Address) = (program, folder, address);

    public HubAddress Address { get; }

    public TimeSpan CpuTime => _program.CpuTime;

    public long WorkingSet => _program.WorkingSet;

    public long DatabaseBytes => _folder.DatabaseBytes;

    /// <summary>The database's file.</summary>
    public string Database => _folder.Database;

    /// <summary>The host's program, a .dll.</summary>
    public static string Program { get; } = Path.GetFullPath(
        typeof(HostUnderTest).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "HostProgram").Value!);

    /// <summary>Starts on an empty directory, or on a copy of one.</summary>
    /// <exception cref="BenchException">The host does not start.</exception>
    public static async Task<HostUnderTest> StartAsync(CancellationToken cancellationToken, DirectoryInfo? copyOf = null, params string[] settings)
    {
        var folder = DataFolder.Create(copyOf);
        var program = Launch(folder.Path, null, [.. Settings, .. settings]);
        try
        {
            return new HostUnderTest(program, folder, await ReadAddressAsync(program, cancellationToken));
        }
        catch
        {
            await program.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Starts the host's program with a data directory.</summary>
    /// <param name="dataDirectory">The directory.</param>
    /// <param name="program">Another .dll of it, such as a published one; null for <see cref="Program"/>.</param>
    /// <param name="arguments">What it is told besides.</param>
    public static ChildProgram Launch(string dataDirectory, FileInfo? program, params IEnumerable<string> arguments) =>
        ChildProgram.Start(dataDirectory, [program?.FullName ?? Program, .. arguments, $"--PayHub:DataDirectory={dataDirectory}"]);

    /// <summary>Reads what a host says when it listens.</summary>
    public static async Task<HubAddress> ReadAddressAsync(ChildProgram program, CancellationToken cancellationToken)
    {
        var dashboard = await program.ReadAsync("Dashboard:", cancellationToken);
        var tcp = await program.ReadAsync("TCP plain:", cancellationToken);
        var tls = await program.ReadAsync("TCP TLS:", cancellationToken);
        var fingerprint = await program.ReadAsync("Fingerprint:", cancellationToken);
        program.IgnoreTheRest();
        return new HubAddress(new Uri(dashboard), IPEndPoint.Parse(tcp), IPEndPoint.Parse(tls), fingerprint);
    }

    public Task StopAsync() => _program.StopAsync();

    /// <summary>Has a stopped host check its whole ledger.</summary>
    /// <returns>What verify said, and whether all is well.</returns>
    public async Task<(string Said, bool IsSound)> VerifyAsync(CancellationToken cancellationToken, FileInfo? program = null)
    {
        await using var verify = Launch(_folder.Path, program, "verify");
        var (output, exitCode) = await verify.FinishAsync(cancellationToken);
        return (output, exitCode == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Dispose();
    }
}
