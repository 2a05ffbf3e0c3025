using System.Text.Json.Nodes;
using PayHub.Tests.Support;

namespace PayHub.Tests.Api;

public sealed class PagingTests
{
    [Fact]
    public async Task Transfers_come_page_by_page_without_gap_or_repeat_while_new_ones_arrive()
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        await http.OpenAsync("carol");
        for (var i = 1; i <= 7; i++)
            await http.ActAsync("/deposits", ApiRig.Deposit(i));
        var seen = new List<long>();
        string? next = null;
        do
        {
            var page = await http.ReadAsync($"/accounts/CAROL/transfers?limit=3{(next is null ? "" : $"&cursor={next}")}");
            seen.AddRange(page["items"]!.AsArray().Select(t => (long)t!["id"]!));
            next = (string?)page["next"];
            await http.ActAsync("/deposits", ApiRig.Deposit(100));
        }
        while (next is not null);
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], seen);
    }

    [Fact]
    public async Task Accounts_and_sessions_come_page_by_page_too()
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        var wallets = new List<ClassicClient>();
        foreach (var name in new[] { "bob", "alice", "Carol" })
            wallets.Add(await hub.LogInAsync(name));
        Assert.Equal(["alice", "bob", "Carol"], await AllAsync(http, "/accounts?order=name", "name"));
        Assert.Equal(["Carol", "alice", "bob"], await AllAsync(http, "/accounts?order=newest", "name"));
        Assert.Equal(["Carol"], await AllAsync(http, "/accounts?prefix=CA", "name"));
        Assert.Equal(["Carol", "alice", "bob"], await AllAsync(http, "/sessions?limit=1", "account"));
        foreach (var wallet in wallets)
            await wallet.DisposeAsync();
    }

    [Fact]
    public async Task Filters_are_those_of_the_ledger()
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        await http.OpenAsync("carol", 50);
        await http.ActAsync("/deposits", ApiRig.Deposit(7));
        await http.ActAsync("/withdrawals", ApiRig.Deposit(9));
        await http.ActAsync("/reversals", """{"transfer":2,"amount":3,"reason":"test"}""");
        Assert.Equal(["4"], await AllAsync(http, "/transfers?kind=reversal", "id"));
        Assert.Equal(["3", "2"], await AllAsync(http, "/transfers?min_amount=5&max_amount=10", "id"));
        Assert.Equal([], await AllAsync(http, "/transfers?account=nobody", "id"));
        Assert.Equal([], await AllAsync(http, "/transfers?until=2020-01-01T00:00:00Z", "id"));
        Assert.Equal(4, (await AllAsync(http, "/transfers?since=2020-01-01T00:00:00%2B02:00", "id")).Count);
        var reversal = await http.ReadAsync("/transfers/4");
        Assert.Equal((2, "API key till", "test"), ((int)reversal["reverses"]!, (string?)reversal["operator"], (string?)reversal["reason"]));
        Assert.Equal(3, (int)(await http.ReadAsync("/transfers/2"))["reversed"]!);
    }

    private static async Task<List<string>> AllAsync(HttpClient http, string path, string member)
    {
        var all = new List<string>();
        JsonNode? next = null;
        do
        {
            var limit = path.Contains("limit", StringComparison.Ordinal) ? "" : "&limit=2";
            var page = await http.ReadAsync(path + limit + (next is null ? "" : $"&cursor={next}"));
            all.AddRange(page["items"]!.AsArray().Select(i => i![member]!.ToString()));
            next = page["next"];
        }
        while (next is not null);
        return all;
    }
}
