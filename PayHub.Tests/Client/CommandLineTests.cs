using System.Net;
using System.Net.Sockets;
using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Interactive;
using PayHub.Client.Output;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Who_types_no_account_name_is_told_what_one_is_and_asked_again()
    {
        var lines = new TypedLines("no good", "LIST", " alice ");
        var options = new WalletOptions(new HubAddress("localhost", 1), false, null, _home.Path, 0, false, false);
        var context = new CommandContext(options, new WalletHome(_home.Path), new JsonOutput(TextWriter.Null), lines);
        Assert.Equal("alice", await context.FindAccountAsync(TestContext.Current.CancellationToken));
        Assert.Equal([false, true, true], lines.Questions.Select(question => question!.StartsWith("An account name is 1 to 32", StringComparison.Ordinal)));

        lines = new TypedLines("a b", "c d", "e f", "alice");
        Assert.Null(await (context with { Lines = lines }).FindAccountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, lines.Questions.Count);
    }

    [Theory]
    [InlineData("There is no command 'nonsense'", "nonsense", "--help")]
    [InlineData("See payhub friends add --help.", "friends", "add")]
    [InlineData("needs the hub's TLS endpoint", "--plain", "history")]
    [InlineData("needs the hub's TLS endpoint", "--plain", "friends", "add", "bob")]
    [InlineData("they are not there with --plain", "--plain", "pay", "bob", "1", "--direct", "--account", "alice")]
    [InlineData("43 characters", "list", "--account", "alice", "--fingerprint", "x")]
    [InlineData("no such file", "list", "--account", "alice", "--passphrase-file", "/nowhere")]
    [InlineData("AMOUNT", "pay", "bob", "1.2.3")]
    [InlineData("AMOUNT", "pay", "bob", "0.00")]
    [InlineData("MEMO and --memo are the same", "pay", "bob", "1", "coffee", "--memo", "tea")]
    [InlineData("MEMO and --memo are the same", "request", "bob", "1", "coffee", "--memo", "tea")]
    [InlineData("they are not there with --plain", "--plain", "pay", "bob", "1", "coffee", "--account", "alice")]
    [InlineData("-n is 1 to 200", "history", "-n", "201")]
    [InlineData("ID is 16 to 64", "status", "short")]
    [InlineData("Did you mean", "--plain", "lits")]
    [InlineData("Which account", "--plain", "list")]
    [InlineData("HOST:PORT", "--plain", "list", "--hub", "localhost:nine")]
    [InlineData("listen-port", "--plain", "list", "--listen-port", "65536")]
    [InlineData("account name", "--plain", "list", "--account", "no good")]
    [InlineData("account name", "--plain", "register", "LIST")]
    [InlineData("AMOUNT", "--plain", "pay", "bob", "0")]
    [InlineData("AMOUNT", "--plain", "pay", "bob", "1.5")]
    [InlineData("AMOUNT", "--plain", "pay", "bob", "-1")]
    [InlineData("AMOUNT", "--plain", "pay", "bob", "1234567890123456789")]
    [InlineData("--timeout is 1 to 600", "--plain", "pay", "bob", "1", "--timeout", "0")]
    [InlineData("--timeout is 1 to 600", "--plain", "pay", "bob", "1", "--timeout", "601")]
    [InlineData("AMOUNT is missing.\nSee payhub pay --help.", "--plain", "pay", "bob")]
    [InlineData("PAYEE is missing.\nAMOUNT is missing.\nSee payhub pay --help.", "--plain", "pay")]
    [InlineData("Commands: register, list, pay, listen, whoami, friends, chat, request, history, status, cancel, enrol, hub. See payhub --help.", "--plain", "frobnicate")]
    public async Task A_wrong_command_line_is_explained_and_exits_2(string says, params string[] arguments)
    {
        var result = await WalletCommands.RunAsync(_home.Path, arguments);
        Assert.Contains(says, result.Errors + result.Output, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Help_names_the_commands_exit_codes_and_json_fields()
    {
        var result = await WalletCommands.RunAsync(_home.Path, "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.All(["register <NAME>", "pay <PAYEE> <AMOUNT>", "listen", "--listen-port", "3 cannot reach", "not-received payer amount code balance"],
            word => Assert.Contains(word, result.Output, StringComparison.Ordinal));
        var ofVerb = await WalletCommands.RunAsync(_home.Path, "pay", "--help");
        Assert.Equal(0, ofVerb.ExitCode);
        Assert.DoesNotContain("not-received payer", ofVerb.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_exits_3()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var result = await WalletCommands.RunAsync((IPEndPoint)taken.LocalEndPoint!, _home.Path, "list", "--account", "alice");
        Assert.Contains("Cannot reach the hub", result.Errors, StringComparison.Ordinal);
        Assert.Equal(3, result.ExitCode);
    }

    [Fact]
    public async Task A_name_is_registered_once_and_remembered()
    {
        await using var hub = Hub.Start();
        var first = await WalletCommands.RunAsync(hub.Tcp, _home.Path, "register", "alice");
        Assert.Equal((0, "alice is registered."), (first.ExitCode, first.Output));

        var second = await WalletCommands.RunAsync(hub.Tcp, _home.Path, "register", "ALICE");
        Assert.Contains("210 FAIL: the name is taken, or this hub does not take registrations now.", second.Errors, StringComparison.Ordinal);
        Assert.Equal(1, second.ExitCode);

        Assert.StartsWith("alice at ", (await WalletCommands.RunAsync(hub.Tcp, _home.Path, "whoami")).Output, StringComparison.Ordinal);
        var list = await WalletCommands.RunAsync(hub.Tcp, _home.Path, "list");
        Assert.StartsWith("Balance of alice: 10000. Online: 1.", list.Output, StringComparison.Ordinal);
        Assert.Equal(0, list.ExitCode);
    }

    [Fact]
    public async Task An_unknown_account_exits_1_and_yes_registers_it()
    {
        await using var hub = Hub.Start();
        var refused = await WalletCommands.RunAsync(hub.Tcp, _home.Path, "list", "--account", "alice");
        Assert.Contains("220 AUTH_FAIL", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);

        var list = await WalletCommands.RunAsync(hub.Tcp, _home.Path, "list", "--account", "alice", "--yes");
        Assert.StartsWith("alice is registered.\nBalance of alice: 10000.", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_hub_exits_1_with_its_code()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:MaxConnections", "1"));
        await using var only = await hub.LogInAsync("bob");
        var result = await WalletCommands.RunAsync(hub.Tcp, _home.Path, "list", "--account", "alice");
        Assert.Contains("429 TOO_MANY", result.Errors, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    private sealed class TypedLines(params string[] lines) : ILineSource
    {
        public List<string?> Questions { get; } = [];

        public bool IsTerminal => true;

        public Task<string?> ReadLineAsync(string? question, CancellationToken cancel)
        {
            Questions.Add(question);
            return Task.FromResult(lines.ElementAtOrDefault(Questions.Count - 1));
        }

        public Task<string?> ReadSecretAsync(string question, CancellationToken cancel) => Task.FromResult<string?>(null);
    }
}
