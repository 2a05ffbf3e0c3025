using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>The host's verbs, as an operator runs them.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("payhub.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_and_backup_work_beside_a_hub_under_load()
    {
        await using var hub = await HubProcess.StartAsync(_folder.Path, ("PayHub:Accounts:OpeningBalance", "100000000000"));
        await using var load = await PaymentLoad.LogInAsync(hub.Tcp, 2, "v");
        load.Start();
        await load.WaitForAsync(load.Told + 100);
        var before = load.Told;
        var verified = await RunAsync("verify");
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        var copy = _folder.File("copy.db");
        var backup = await RunAsync("backup", copy);
        Assert.True(backup.ExitCode == 0, backup.Output + backup.Errors);
        Assert.True(TestDatabase.Query(copy, "SELECT count(*) FROM transfers WHERE kind = 0") >= before, "the backup lacks what was executed before it");
        Assert.False(File.Exists(copy + "-wal"), "the backup is more than one file");
        var ofCopy = await RunAsync("verify", $"--PayHub:Database:ConnectionString=Data Source={copy}", $"--expect={HeadIn(backup.Output)}");
        Assert.True(ofCopy.ExitCode == 0, ofCopy.Output + ofCopy.Errors);
        Assert.Equal(HeadIn(backup.Output), HeadIn(ofCopy.Output));
        var ofHub = await RunAsync("verify", "--expect", HeadIn(backup.Output));
        Assert.True(ofHub.ExitCode == 0, ofHub.Output + ofHub.Errors);
    }

    [Fact]
    public async Task A_changed_transfer_makes_verify_exit_with_1_and_name_it()
    {
        await MakeLedgerAsync();
        TestDatabase.Tamper(Database, "UPDATE transfers SET amount = amount + 1 WHERE id = 2");
        var (exitCode, output, _) = await RunAsync("verify");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("FAULT: block 2, transfer 2: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_holds_the_chain_against_a_head_noted_elsewhere()
    {
        await MakeLedgerAsync();
        var head = HeadIn((await RunAsync("verify")).Output);
        Assert.Equal(0, (await RunAsync("verify", "--expect", head)).ExitCode);
        var other = await RunAsync("verify", "--expect", $"2:{new string('0', 64)}");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("block 2: its hash is not the expected", other.Output, StringComparison.Ordinal);
        var malformed = await RunAsync("verify", "--expect", "2:abc");
        Assert.Equal(2, malformed.ExitCode);
        Assert.Contains("'2:abc'", malformed.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("backup", "{0}/copy.db")]
    [InlineData("rotate-identity")]
    [InlineData("rotate-sealing")]
    public async Task Without_a_database_the_verb_says_so_and_makes_none(params string[] verb)
    {
        var (exitCode, _, errors) = await RunAsync([.. verb.Select(word => word.Replace("{0}", _folder.Path, StringComparison.Ordinal))]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"payhub: there is no database {Database}", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Backup_never_overwrites_and_leaves_no_half_copy()
    {
        await MakeLedgerAsync();
        var precious = _folder.File("precious");
        await File.WriteAllTextAsync(precious, "precious", TestContext.Current.CancellationToken);
        var (exitCode, _, errors) = await RunAsync("backup", precious);
        Assert.Equal(1, exitCode);
        Assert.Contains("exists already", errors, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(precious, TestContext.Current.CancellationToken));

        var nowhere = await RunAsync("backup", _folder.File("no/such/folder/copy.db"));
        Assert.Equal(1, nowhere.ExitCode);
        Assert.StartsWith("payhub: no backup was made: ", nowhere.Errors, StringComparison.Ordinal);

        using var disk = SmallDisk.Mount();
        disk.Fill();
        var full = await RunAsync("backup", Path.Combine(disk.Path, "copy.db"));
        Assert.Equal(1, full.ExitCode);
        Assert.StartsWith("payhub: no backup was made: ", full.Errors, StringComparison.Ordinal);
        Assert.Equal(["filler"], Directory.GetFileSystemEntries(disk.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_misspelt_verb_exits_with_2_and_a_suggestion()
    {
        var (exitCode, output, errors) = await RunAsync("verfy");
        Assert.Equal(2, exitCode);
        Assert.Contains("'verfy'", output + errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean", output + errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Help_names_every_verb_and_starts_nothing()
    {
        var (exitCode, output, _) = await RunAsync("--help");
        Assert.Equal(0, exitCode);
        Assert.All(["verify", "backup", "healthcheck", "rotate-identity", "rotate-sealing"], verb => Assert.Contains(verb, output, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_mistyped_verb_is_named_without_all_of_the_help()
    {
        var (exitCode, output, errors) = await RunAsync("verfy");
        Assert.Equal(2, exitCode);
        Assert.Contains("verfy", errors, StringComparison.Ordinal);
        Assert.EndsWith("See --help.", errors.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("rotate-sealing", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_health_check_fails_where_no_hub_answers()
    {
        var (exitCode, _, errors) = await RunAsync("healthcheck", "--urls=http://127.0.0.1:9");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("payhub: the hub at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_for_the_operator_names_the_port_of_the_environment()
    {
        await MakeLedgerAsync();
        await using var link = ChildProcess.Start(
            TestEnvironment.HostProgram, _folder.Path, ["admin-link", $"--PayHub:DataDirectory={_folder.Path}"], ("ASPNETCORE_HTTP_PORTS", "9123"));
        Assert.Equal(0, await link.WaitForExitAsync());
        Assert.StartsWith("http://localhost:9123/", link.Output, StringComparison.Ordinal);
    }

    private async Task MakeLedgerAsync()
    {
        await using var rig = await LedgerRig.StartAsync(folder: _folder.Path);
        await rig.OpenAsync("alice");
        await rig.OpenAsync("bob");
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] verb) => HubCommands.RunAsync(_folder.Path, verb);

    private static string HeadIn(string output) =>
        output.Split('\n').Single(line => line.StartsWith("Head: ", StringComparison.Ordinal))["Head: ".Length..];
}
