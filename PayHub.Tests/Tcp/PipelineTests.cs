using System.Globalization;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>Many requests in one write: payments go to the ledger one behind the other without waiting, and nothing shows it.</summary>
public sealed class PipelineTests
{
    // More than a connection may have under way at once.
    private const int Many = 600;

    [Fact]
    public async Task Each_request_is_answered_in_its_turn_whatever_becomes_of_those_before()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        string Request(int i) => (i % 6) switch
        {
            0 => alice.Sign(1, "bob"),
            1 => "WHOIS#bob",
            2 => alice.Sign(1_000_000, "bob"),
            3 => "nonsense",
            4 => alice.Sign(1, "bob", expires: DateTimeOffset.UtcNow.AddDays(2)),
            _ => hub.Seal("no payment"),
        };
        // A few that do not unseal are borne: so many that the connection closes are another test's.
        var requests = Enumerable.Range(0, 36).Select(Request).ToList();
        await alice.Client.SendAsync(string.Concat(requests.Select(request => request + "\n")) + "PING\n");
        for (var i = 0; i < requests.Count; i++)
            Assert.StartsWith(Answer(i), await alice.ReadLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("100 OK#", await alice.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_behind_many_payments_tells_what_all_of_them_left()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await bob.SendAsync(string.Concat(Enumerable.Repeat("alice#1#bob\n", Many)) + "List\n");
        Assert.Equal(10_000 + Many, (await bob.ReadListAsync()).Balance);
        for (var i = 0; i < Many; i++)
            Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        Assert.Equal(10_000 - Many, await alice.BalanceAsync());
    }

    [Fact]
    public async Task Payments_of_one_write_are_executed_in_its_order()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await alice.Client.SendAsync(string.Concat(Enumerable.Range(1, 100).Select(amount => alice.Sign(amount, "bob") + "\n")));
        long balance = 10_000;
        for (var amount = 1; amount <= 100; amount++)
        {
            balance -= amount;
            Assert.EndsWith("#" + balance.ToString(CultureInfo.InvariantCulture), await alice.ReadLineAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Payments_of_a_client_that_leaves_behind_them_are_executed()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using (var bob = await hub.LogInAsync("bob", 7002))
        {
            await bob.SendAsync(string.Concat(Enumerable.Repeat("alice#1#bob\n", Many)) + "Exit\n");
            await bob.ReadToEndAsync();
        }
        for (var i = 0; i < Many; i++)
            Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        Assert.Equal(10_000 - Many, await alice.BalanceAsync());
    }

    [Fact]
    public async Task Payments_before_a_message_that_is_too_long_are_executed()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using (var bob = await hub.LogInAsync("bob", 7002))
        {
            await bob.SendAsync("alice#1#bob\nalice#2#bob\n" + new string('x', 9000));
            await bob.ReadToEndAsync();
        }
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        Assert.Equal(9_997, await alice.BalanceAsync());
    }

    [Fact]
    public async Task A_login_behind_payments_is_the_next_ones_submitter()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        Assert.Equal("100 OK", await bob.AskAsync("REGISTER#carol"));
        await bob.SendAsync("alice#1#bob\nalice#2#carol\ncarol#7003\nalice#4#carol\nalice#8#bob\nList\n");
        // Classic submitters hear of what they may not submit.
        await bob.ReadLineAsync();
        Assert.Equal(10_000, (await bob.ReadListAsync()).Balance);
        await bob.ReadLineAsync();
        Assert.Equal(10_004, (await bob.ReadListAsync()).Balance);
        Assert.Equal(9_995, await BalanceBehindAsync(alice, 2));
    }

    private static async Task<long> BalanceBehindAsync(ClassicClient client, int pushes)
    {
        for (var i = 0; i < pushes; i++)
            Assert.Equal("Transfer OK!", await client.ReadLineAsync());
        return await client.BalanceAsync();
    }

    private static string Answer(int i) => (i % 6) switch
    {
        0 => "100 OK#",
        1 => "100 OK#",
        2 => "350 ",
        _ => "240 ",
    };
}
