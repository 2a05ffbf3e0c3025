using PayHub.Data.Ledger;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Api;

public sealed class IdempotencyTests
{
    private static readonly string Body = ApiRig.Deposit(7);

    [Fact]
    public async Task Fifty_posts_at_once_under_one_key_make_one_deposit_and_get_one_answer()
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        await http.OpenAsync("carol");
        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => http.ActAsync("/deposits", Body, "one")));
        Assert.Single((await Task.WhenAll(responses.Select(TextAsync))).Distinct());
        Assert.All(responses, r => Assert.Equal(201, (int)r.StatusCode));
        Assert.Equal(49, responses.Count(IsReplayed));
        Assert.Equal((7, 1), (await http.BalanceAsync("carol"), await http.CountTransfersAsync()));
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Single(db.Audit, a => a.Action == "account.deposit");
    }

    [Fact]
    public async Task The_answer_outlives_the_hub()
    {
        using var folder = new TemporaryFolder();
        string secret, first;
        await using (var hub = Hub.Start(folder.Path))
        {
            secret = (await hub.NewKeyAsync("Admin")).Secret;
            using var http = hub.Program(secret);
            await http.OpenAsync("carol");
            first = await TextAsync(await http.ActAsync("/deposits", Body, "one"));
        }
        await using var again = Hub.Start(folder.Path);
        using var later = again.Program(secret);
        using var response = await later.ActAsync("/deposits", Body, "one");
        Assert.Equal((201, first, true), ((int)response.StatusCode, await TextAsync(response), IsReplayed(response)));
        Assert.Equal(7, await later.BalanceAsync("carol"));
    }

    [Theory]
    [InlineData("/deposits", """{ "reason":"cash", "amount":7,  "account":"carol" }""", 201)]
    [InlineData("/deposits", """{"account":"carol","amount":8,"reason":"cash"}""", 422)]
    [InlineData("/deposits", """{"account":"carol","amount":7,"reason":"Cash"}""", 422)]
    [InlineData("/withdrawals", """{"account":"carol","amount":7,"reason":"cash"}""", 422)]
    public async Task The_same_request_is_told_again_however_it_is_spelled_and_another_is_refused(string path, string body, int status)
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        await http.OpenAsync("carol");
        using var first = await http.ActAsync("/deposits", Body, "one");
        using var second = await http.ActAsync(path, body, "one");
        Assert.Equal((status, status == 201), ((int)second.StatusCode, IsReplayed(second)));
        if (status == 422)
            await second.ProblemAsync(422, "idempotency_key_reused");
        Assert.Equal(7, await http.BalanceAsync("carol"));
    }

    [Fact]
    public async Task Keys_of_two_programs_never_meet()
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        using var other = await hub.ProgramAsync();
        await http.OpenAsync("carol");
        foreach (var program in new[] { http, other })
            Assert.False(IsReplayed(await program.ActAsync("/deposits", Body, "one")));
        Assert.Equal(14, await http.BalanceAsync("carol"));
    }

    [Fact]
    public async Task A_refusal_is_told_again_even_when_it_would_succeed_now_and_a_request_that_was_never_judged_is_not()
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        await http.OpenAsync("carol");
        await (await http.ActAsync("/withdrawals", ApiRig.Deposit(0), "one")).ProblemAsync(400, "invalid_request");
        var refused = await (await http.ActAsync("/withdrawals", Body, "one")).ProblemAsync(409, "insufficient_funds");
        Assert.Equal(("carol", 0), ((string?)refused["account"], (int)refused["balance"]!));
        await http.ActAsync("/deposits", Body);
        using var again = await http.ActAsync("/withdrawals", Body, "one");
        Assert.True(IsReplayed(again));
        await again.ProblemAsync(409, "insufficient_funds");
        Assert.Equal(201, (int)(await http.ActAsync("/withdrawals", Body, "two")).StatusCode);
    }

    [Fact]
    public async Task A_disconnection_is_told_again_though_the_session_is_gone()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        using var http = await hub.ProgramAsync();
        var id = (await http.ReadAsync("/sessions"))["items"]![0]!["id"];
        using var first = await http.ActAsync($"/sessions/{id}/disconnect", """{"reason":"test"}""", "one");
        await alice.ReadToEndAsync();
        using var again = await http.ActAsync($"/sessions/{id}/disconnect", """{"reason":"test"}""", "one");
        Assert.Equal((200, true, await TextAsync(first)), ((int)again.StatusCode, IsReplayed(again), await TextAsync(again)));
        await (await http.ActAsync($"/sessions/{id}/disconnect", """{"reason":"test"}""")).ProblemAsync(404, "unknown_session");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two words")]
    [InlineData("two\twords")]
    [InlineData("256")]
    public async Task A_post_without_a_good_key_is_refused(string? key)
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/deposits") { Content = new StringContent(Body, null, "application/json") };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key == "256" ? new string('k', 256) : key);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = await response.ProblemAsync(400, "invalid_request");
        Assert.NotNull(problem["errors"]!["Idempotency-Key"]);
    }

    [Fact]
    public async Task Answers_are_kept_for_thirty_days_and_then_make_room()
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        await http.OpenAsync("carol");
        var file = Path.Combine(hub.DataDirectory, "payhub.db");
        for (var i = 0; i < 3; i++)
            await http.ActAsync("/deposits", Body, $"old-{i}");
        await http.ActAsync("/deposits", Body, "young");
        TestDatabase.Execute(file, $"UPDATE idempotency SET at = at - {31L * 86_400_000_000} WHERE key LIKE 'old-%' OR key NOT IN ('young')");
        TestDatabase.Execute(file, $"UPDATE idempotency SET at = at - {29L * 86_400_000_000} WHERE key = 'young'");
        for (var i = 0; i < 4; i++)
            await http.ActAsync("/deposits", Body, $"new-{i}");
        await using var db = hub.OpenDatabase().OpenRead();
        var kept = db.Set<Data.Model.IdempotencyRecord>().Select(r => r.Key).ToList();
        Assert.Equal(["new-0", "new-1", "new-2", "new-3", "young"], kept.Order(StringComparer.Ordinal));
        Assert.True(IsReplayed(await http.ActAsync("/deposits", Body, "young")));
    }

    [Fact]
    public async Task On_a_full_disk_a_program_is_told_to_ask_again_and_the_deposit_is_made_once()
    {
        using var disk = SmallDisk.Mount();
        await using var hub = Hub.Start(disk.Path);
        // The batch, the reopening, and who else wants to write meanwhile.
        foreach (var id in new[] { 2002, 2004, 4010 })
            hub.Errors.Expect(id);
        using var http = await hub.ProgramAsync();
        await http.OpenAsync("carol");
        disk.Fill();
        var asked = 0;
        HttpResponseMessage response;
        // Room that was allotted before may still be used up.
        while ((response = await http.ActAsync("/deposits", Body, $"{asked}")).IsSuccessStatusCode)
            asked++;
        Assert.True((string?)(await response.JsonAsync())["code"] is "unavailable" or "outcome_unknown");
        if ((int)response.StatusCode == 503)
            Assert.NotNull(response.Headers.RetryAfter);
        disk.MakeRoom();
        var until = DateTime.UtcNow + TestEnvironment.Bound;
        while (!(response = await http.ActAsync("/deposits", Body, $"{asked}")).IsSuccessStatusCode && DateTime.UtcNow < until)
        {
        }
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal((asked + 1) * 7, await http.BalanceAsync("carol"));
    }

    [Fact]
    public void Every_outcome_has_a_problem_and_what_is_not_known_says_to_ask_again()
    {
        foreach (var outcome in Enum.GetValues<OperatorOutcome>())
            Assert.Equal(outcome == OperatorOutcome.Done, PayHub.Web.Api.Problems.Of(new OperatorResult(outcome)) is null);
        var unknown = PayHub.Web.Api.Problems.Of(new OperatorResult(OperatorOutcome.OutcomeUnknown))!;
        Assert.Equal((500, true), (unknown.Status, unknown.Title.Contains("same Idempotency-Key", StringComparison.Ordinal)));
    }

    private static bool IsReplayed(HttpResponseMessage response) => response.Headers.Contains("Idempotent-Replayed");

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync();
}
