using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>How the hub starts, what it says and makes, and how it fails to.</summary>
public sealed class StartTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cold_start_says_where_the_hub_is_and_makes_private_files()
    {
        var data = _folder.File("new/data");
        var watch = Stopwatch.StartNew();
        await using var hub = await HubProcess.StartAsync(_folder.Path, ("PayHub:DataDirectory", data));
        using var http = new HttpClient { BaseAddress = hub.Dashboard };
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken));
        output.WriteLine($"cold start to ready: {watch.Elapsed.TotalSeconds:0.00} s");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"it took {watch.Elapsed} to get ready");
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/healthz/live", UriKind.Relative), TestContext.Current.CancellationToken));
        await using var client = await ClassicClient.ConnectAsync(hub.Tcp);
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
        Assert.All(["TCP TLS:", "Fingerprint:"], line => Assert.Contains(line, hub.Process.Output, StringComparison.Ordinal));
        AssertPrivateFolder(data);
    }

    [Fact]
    public async Task A_folder_that_others_may_read_holds_files_that_they_may_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are POSIX");
        var data = Directory.CreateDirectory(_folder.File("data")).FullName;
        await using var hub = await HubProcess.StartAsync(_folder.Path, ("PayHub:DataDirectory", data));
        Assert.Equal(0, (await HubCommands.RunAsync(_folder.Path, ["backup", _folder.File("copy.db")], ("PayHub:DataDirectory", data))).ExitCode);
        AssertPrivate([.. Directory.GetFiles(data), _folder.File("copy.db")]);
    }

    [Fact]
    public async Task A_relative_data_directory_counts_from_where_the_host_is_started()
    {
        await using var hub = await HubProcess.StartAsync(_folder.Path, ("PayHub:DataDirectory", "here"));
        Assert.True(File.Exists(_folder.File("here/payhub.db")));
    }

    [Theory]
    [InlineData("PayHub:Tcp:Port", "{0}")]
    [InlineData("urls", "http://127.0.0.1:{0}")]
    public async Task A_port_in_use_is_named(string key, string value)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await AssertRefusedAsync($"127.0.0.1:{port}: address already in use", (key, value.Replace("{0}", $"{port}", StringComparison.Ordinal)));
    }

    [Fact]
    public Task An_address_of_another_machine_is_refused() =>
        AssertRefusedAsync("PayHub:Tcp:Address", ("PayHub:Tcp:Address", "192.0.2.1"));

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        var bytes = new byte[8192];
        Random.Shared.NextBytes(bytes);
        await File.WriteAllBytesAsync(_folder.File("payhub.db"), bytes, TestContext.Current.CancellationToken);
        await AssertRefusedAsync("file is not a database");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_folder.File("payhub.db"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_refused()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "", TestContext.Current.CancellationToken);
        await AssertRefusedAsync(_folder.File("file"), ("PayHub:DataDirectory", _folder.File("file")));
    }

    [Fact]
    public async Task A_data_directory_that_may_not_be_written_is_refused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may write everywhere");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are POSIX");
            return;
        }
        var data = Directory.CreateDirectory(_folder.File("data"), UnixFileMode.UserRead | UnixFileMode.UserExecute).FullName;
        await AssertRefusedAsync(data, ("PayHub:DataDirectory", data));
    }

    [Fact]
    public async Task A_full_disk_at_the_start_is_named()
    {
        using var disk = SmallDisk.Mount();
        disk.Fill();
        await AssertRefusedAsync("full", ("PayHub:DataDirectory", disk.Path));
    }

    private async Task AssertRefusedAsync(string named, params (string, string)[] settings)
    {
        var (exitCode, outputText, errors) = await HubCommands.RunAsync(_folder.Path, [], settings);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("payhub: ", errors, StringComparison.Ordinal);
        Assert.Contains(named, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outputText + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Dashboard:", outputText, StringComparison.Ordinal);
    }

    private static void AssertPrivateFolder(string data)
    {
        foreach (var folder in Directory.GetDirectories(data, "*", SearchOption.AllDirectories).Append(data))
            AssertMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        AssertPrivate(Directory.GetFiles(data, "*", SearchOption.AllDirectories));
    }

    private static void AssertPrivate(string[] files) =>
        Assert.All(files, file => AssertMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite));

    private static void AssertMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal((path, mode), (path, File.GetUnixFileMode(path)));
    }
}
