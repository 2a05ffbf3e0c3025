using System.Globalization;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class HistoryTests
{
    [Fact]
    public async Task History_tells_both_sides_their_own()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "Alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await alice.AskAsync(alice.Sign(10, "bob", "payment-id-0123456789", memo: "\u00fcber"));
        Assert.StartsWith("* PAID#", await bob.ReadLineAsync(), StringComparison.Ordinal);
        var (sent, granted) = await ReadTwoAsync(alice, "HISTORY#200");
        var (received, _) = await ReadTwoAsync(bob, "HISTORY#200");
        Assert.Equal(["3", "out", "bob", "10", "9990", "payment", "w7xiZXI", "payment-id-0123456789"], Without(sent, 1));
        Assert.Equal(["3", "in", "Alice", "10", "10010", "payment", "w7xiZXI", "payment-id-0123456789"], Without(received, 1));
        Assert.Equal(["1", "in", "@issuance", "10000", "10000", "opening", "", "-"], Without(granted, 1));
        var at = DateTimeOffset.ParseExact(sent[1], "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(DateTimeOffset.UtcNow - at, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task History_is_read_page_by_page_from_the_newest()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await hub.LogInAsync("bob");
        for (var i = 1; i <= 250; i++)
            Assert.Equal($"100 OK#{i + 2}#{10000 - i}", await alice.AskAsync(alice.Sign(1, "bob")));
        var ids = new List<long>();
        for (var before = ""; ;)
        {
            var page = await ReadAsync(alice, $"HISTORY#100{before}");
            if (page.Count == 0)
                break;
            ids.AddRange(page.Select(line => long.Parse(line[0], CultureInfo.InvariantCulture)));
            before = $"#{ids[^1]}";
        }
        Assert.Equal([.. Enumerable.Range(3, 250).Reverse().Select(i => (long)i), 1], ids);
        Assert.Equal(200, (await ReadAsync(alice, "HISTORY#200")).Count);
    }

    [Fact]
    public async Task History_is_bounded_by_the_lines_that_an_account_asks_for()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await alice.Client.SendAsync(string.Concat(Enumerable.Repeat("HISTORY#200#1\n", 400)));
        var answers = new List<string>();
        for (var i = 0; i < 400; i++)
            answers.Add(await alice.ReadLineAsync());
        Assert.All(answers[..100], answer => Assert.Equal("100 OK#0", answer));
        Assert.Contains("429 TOO_MANY", answers);
        Assert.Single(await ReadAsync(bob, "HISTORY#200"));
    }

    [Theory]
    [InlineData("HISTORY")]
    [InlineData("HISTORY#")]
    [InlineData("HISTORY#0")]
    [InlineData("HISTORY#201")]
    [InlineData("HISTORY#-1")]
    [InlineData("HISTORY#1#")]
    [InlineData("HISTORY#1#0")]
    [InlineData("HISTORY#1#2#3")]
    public async Task History_of_another_form_is_a_bad_request(string message)
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        Assert.Equal("240 BAD_REQUEST", await alice.AskAsync(message));
    }

    private static async Task<(string[] First, string[] Second)> ReadTwoAsync(TestWallet wallet, string message)
    {
        var lines = await ReadAsync(wallet, message);
        Assert.Equal(2, lines.Count);
        return (lines[0], lines[1]);
    }

    private static async Task<List<string[]>> ReadAsync(TestWallet wallet, string message)
    {
        var head = await wallet.AskAsync(message);
        var lines = new List<string[]>();
        for (var count = int.Parse(head["100 OK#".Length..], CultureInfo.InvariantCulture); count > 0; count--)
            lines.Add((await wallet.ReadLineAsync()).Split('#'));
        return lines;
    }

    private static string[] Without(string[] fields, int index) => [.. fields[..index], .. fields[(index + 1)..]];
}
