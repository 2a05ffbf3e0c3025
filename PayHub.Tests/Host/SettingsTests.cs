using Microsoft.Extensions.Configuration;
using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>A wrong setting stops the start with a sentence that names the key, what it holds and what it may hold.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "PayHub:DataDirectory", " ", "the path of a folder" },
        { "PayHub:Hub:Name", "a#b", "1 to 64 printable characters" },
        { "PayHub:Tcp:Address", "localhost", "an IP address" },
        { "PayHub:Tcp:Port", "65536", "from -1 to 65535" },
        { "PayHub:Tcp:TlsPort", "-2", "from -1 to 65535" },
        { "PayHub:Tcp:MaxConnections", "0", "from 1 to 1000000" },
        { "PayHub:Tcp:ListLimit", "many", "from 1 to 100000" },
        { "PayHub:Tcp:UnterminatedGap", "00:00:00.001", "from 00:00:00.0100000 to 00:00:10" },
        { "PayHub:Tcp:IdleTimeout", "5", "a time hh:mm:ss" },
        { "PayHub:Tcp:RegistrationsPerMinutePerAddress", "-1", "0 is no limit" },
        { "PayHub:Tcp:Certificate:Path", "no-such-file.pfx", "the path of a certificate" },
        { "PayHub:Tcp:Certificate:KeyPath", "no-such-file.pem", "the path of a private key" },
        { "PayHub:Accounts:Registration", "open,closed", "Open or Closed" },
        { "PayHub:Accounts:OpeningBalance", "1.5", "from 0 to 999999999999999999" },
        { "PayHub:Accounts:AllowKeyless", "yes", "true or false" },
        { "PayHub:Accounts:KeylessPaymentLimit", "1e3", "0 is no limit" },
        { "PayHub:Accounts:KeylessDailyLimit", "-5", "0 is no limit" },
        { "PayHub:Currency:Code", "€", "1 to 8 letters or digits" },
        { "PayHub:Currency:Decimals", "9", "from 0 to 8" },
        { "PayHub:Database:Provider", "Oracle", "Sqlite" },
        { "PayHub:Dashboard:TrustedProxies", "10.0.0.0/8,proxy", "IP addresses or networks" },
        { "urls", "ftp://127.0.0.1:0", "addresses such as http://localhost:8080" },
        { "urls", "127.0.0.1:80", "addresses such as http://localhost:8080" },
        { "PayHub:Operators:Email", "nobody", "an e-mail address" },
        { "PayHub:Operators:Email", "a@", "an e-mail address" },
    };

    public static TheoryData<string, string, string> WrongSecrets => new()
    {
        { "PayHub:Database:ConnectionString", "Data Source=x;Passwort=geheim42", "an SQLite connection string" },
        { "PayHub:Tcp:Certificate:Password", "geheim42\n", "the password of the certificate's private key" },
        { "PayHub:Operators:Password", "geheim42", "at least 10 characters" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_value_stops_the_start(string key, string value, string allowed)
    {
        var fault = await FaultAsync(key, value, allowed);
        Assert.Contains(key, fault, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"{value}", fault, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WrongSecrets))]
    public async Task A_wrong_secret_is_not_shown(string key, string value, string allowed)
    {
        var fault = await FaultAsync(key, value, allowed);
        Assert.Contains(key, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim42", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_of_the_settings_file_is_tested_with_a_wrong_value()
    {
        var tested = Wrong.Concat(WrongSecrets).Select(row => row.Data.Item1).Distinct().Where(key => key != "urls").Order();
        Assert.Equal(SettingsFile().AsEnumerable().Where(IsOurs).Select(pair => pair.Key).Order(), tested);
    }

    [Fact]
    public void The_settings_file_holds_every_key_with_its_documented_default()
    {
        var held = SettingsFile().AsEnumerable().Where(IsOurs).ToDictionary(pair => pair.Key["PayHub:".Length..], pair => pair.Value);
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["DataDirectory"] = "data",
                ["Hub:Name"] = "PayHub",
                ["Tcp:Address"] = "0.0.0.0",
                ["Tcp:Port"] = "8888",
                ["Tcp:TlsPort"] = "8889",
                ["Tcp:MaxConnections"] = "20000",
                ["Tcp:ListLimit"] = "1000",
                ["Tcp:UnterminatedGap"] = "00:00:00.200",
                ["Tcp:IdleTimeout"] = "01:00:00",
                ["Tcp:RegistrationsPerMinutePerAddress"] = "60",
                ["Tcp:Certificate:Path"] = "",
                ["Tcp:Certificate:KeyPath"] = "",
                ["Tcp:Certificate:Password"] = "",
                ["Accounts:Registration"] = "Open",
                ["Accounts:OpeningBalance"] = "10000",
                ["Accounts:AllowKeyless"] = "True",
                ["Accounts:KeylessPaymentLimit"] = "0",
                ["Accounts:KeylessDailyLimit"] = "0",
                ["Currency:Code"] = "PTS",
                ["Currency:Decimals"] = "0",
                ["Database:Provider"] = "Sqlite",
                ["Database:ConnectionString"] = "",
                ["Operators:Email"] = "",
                ["Operators:Password"] = "",
                ["Dashboard:TrustedProxies"] = "",
            },
            held);
    }

    [Fact]
    public async Task The_operations_page_explains_every_key()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "operations.md"), TestContext.Current.CancellationToken);
        Assert.All(SettingsFile().AsEnumerable().Where(IsOurs), pair => Assert.Contains($"`{pair.Key}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var (exitCode, _, errors) = await HubCommands.RunAsync(
            _folder.Path, [], ("PayHub:Tcp:Port", "x"), ("PayHub:Currency:Decimals", "99"), ("PayHub:Operators:Email", "a@b.c"));
        Assert.Equal(1, exitCode);
        Assert.Equal(3, errors.Split('\n').Count(line => line.StartsWith("payhub: PayHub:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_unknown_key_is_warned_of_and_no_other_is()
    {
        await using var hub = await HubProcess.StartAsync(_folder.Path, ("PayHub:Tcp:Prot", "9000"));
        var warning = await hub.Process.WaitForLineAsync(line => line.Contains("PayHub:Tcp:Prot", StringComparison.Ordinal));
        Assert.Contains("is it misspelt?", warning, StringComparison.Ordinal);
        Assert.Single(hub.Process.Output.Split('\n'), line => line.Contains("misspelt", StringComparison.Ordinal));
    }

    private async Task<string> FaultAsync(string key, string value, string allowed)
    {
        var (exitCode, output, errors) = await HubCommands.RunAsync(_folder.Path, [], (key, value));
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("Dashboard:", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.All(errors.Split('\n'), line => Assert.StartsWith("payhub: ", line, StringComparison.Ordinal));
        Assert.Contains("it must be ", errors, StringComparison.Ordinal);
        Assert.Contains(allowed, errors, StringComparison.Ordinal);
        return errors;
    }

    private static IConfigurationRoot SettingsFile() =>
        new ConfigurationBuilder().AddJsonFile(Path.Combine(TestEnvironment.RepositoryRoot, "appsettings.json")).Build();

    private static bool IsOurs(KeyValuePair<string, string?> pair) =>
        pair.Value is not null && pair.Key.StartsWith("PayHub:", StringComparison.Ordinal);
}
