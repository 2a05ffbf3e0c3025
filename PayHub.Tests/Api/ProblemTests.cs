using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;
using PayHub.Tests.Web;

namespace PayHub.Tests.Api;

/// <summary>Whatever is wrong with a request is told as problem+json, member by member.</summary>
public sealed class ProblemTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"account":"carol","amount":"7","reason":"x"}""", "amount")]
    [InlineData("""{"account":"carol","amount":7.0,"reason":"x"}""", "amount")]
    [InlineData("""{"account":"carol","amount":1e3,"reason":"x"}""", "amount")]
    [InlineData("""{"account":"carol","amount":0,"reason":"x"}""", "amount")]
    [InlineData("""{"account":"carol","amount":-7,"reason":"x"}""", "amount")]
    [InlineData("""{"account":"carol","amount":9000000000000000001,"reason":"x"}""", "amount")]
    [InlineData("""{"account":"carol","amount":99999999999999999999,"reason":"x"}""", "amount")]
    [InlineData("""{"account":"carol","amount":null,"reason":"x"}""", "amount")]
    [InlineData("""{"account":"carol","amount":7}""", "reason")]
    [InlineData("""{"account":"carol"}""", "amount", "reason")]
    [InlineData("""{"account":"carol","amount":7,"reason":"  "}""", "reason")]
    [InlineData("""{"account":"carol","amount":7,"reason":"a\nb"}""", "reason")]
    [InlineData("""{"account":"carol","amount":7,"reason":"\ud800"}""", "reason")]
    [InlineData("""{"account":"carol","amount":7,"reason":null}""", "reason")]
    [InlineData("""{"account":"","amount":0,"reason":"x"}""", "account", "amount")]
    [InlineData("""{"account":"a name of thirty-three characters","amount":7,"reason":"x"}""", "account")]
    [InlineData("""{"account":"carol","amount":7,"reason":"x","tip":1}""", "tip")]
    [InlineData("""{"account":"carol","amount":7,"amount":8,"reason":"x"}""", "amount")]
    [InlineData("""{"Account":"carol","amount":7,"reason":"x"}""", "Account")]
    [InlineData("""{"account":"carol","amount":7,"reason":"x"} {}""", "body")]
    [InlineData("""{"account":"carol","amount":7,"reason":"x",}""", "body")]
    [InlineData("""{"account":"carol","amount":7,"reason":"x" /* hm */}""", "body")]
    [InlineData("null", "body")]
    [InlineData("[]", "body")]
    [InlineData("", "body")]
    public async Task A_bad_body_is_refused_with_the_names_of_what_is_wrong(string body, params string[] members)
    {
        using var http = await shared.Hub.ProgramAsync();
        using (var carol = await http.GetAsync("/api/v1/accounts/carol", Stop))
        {
            if (carol.StatusCode == HttpStatusCode.NotFound)
                await http.OpenAsync("carol");
        }
        using var response = await http.ActAsync("/deposits", body);
        var problem = await response.ProblemAsync(400, "invalid_request");
        var errors = problem["errors"]!.AsObject();
        Assert.Equal(members, errors.Select(e => e.Key).Order(StringComparer.Ordinal));
        Assert.All(errors, e => Assert.DoesNotContain("PayHub.", e.Value!.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal(0, await http.CountTransfersAsync());
    }

    [Theory]
    [InlineData("REGISTER")]
    [InlineData("-carol")]
    [InlineData("car ol")]
    [InlineData("@issuance")]
    public async Task An_account_is_not_opened_under_what_is_no_name_on_the_wire(string name)
    {
        using var http = await shared.Hub.ProgramAsync();
        using var response = await http.ActAsync("/accounts", $$"""{"name":"{{name}}","reason":"x"}""");
        Assert.NotNull((await response.ProblemAsync(400, "invalid_request"))["errors"]!["name"]);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not_found")]
    [InlineData("GET", "/api/v1", 404, "not_found")]
    [InlineData("GET", "/api/v2/accounts", 404, "not_found")]
    [InlineData("GET", "/api/v1/index.html", 404, "not_found")]
    [InlineData("GET", "/api/v1/transfers/abc", 404, "not_found")]
    [InlineData("GET", "/api/v1/transfers/99999999999999999999", 404, "not_found")]
    [InlineData("GET", "/api/v1/accounts/@issuance", 404, "unknown_account")]
    [InlineData("DELETE", "/api/v1/accounts", 405, "method_not_allowed")]
    [InlineData("GET", "/api/v1/deposits", 405, "method_not_allowed")]
    [InlineData("PROPFIND", "/api/v1/hub", 405, "method_not_allowed")]
    [InlineData("POST", "/api/v1/sessions/abc/disconnect", 415, "unsupported_media_type")]
    public async Task Under_api_there_are_neither_pages_nor_redirects(string method, string address, int status, string code)
    {
        using var http = await shared.Hub.ProgramAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await http.SendAsync(request, Stop);
        await response.ProblemAsync(status, code);
        if (status == 405)
            Assert.NotEmpty(response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=ten")]
    [InlineData("limit=1&limit=2")]
    [InlineData("cursor=nonsense")]
    [InlineData("cursor=YQAAAAAAAAAB")]
    [InlineData("kind=PAYMENT")]
    [InlineData("since=yesterday")]
    [InlineData("since=11/23/2026")]
    [InlineData("min_amount=1.5")]
    [InlineData("account=")]
    [InlineData("offset=5")]
    public async Task A_bad_parameter_is_refused_by_name(string query)
    {
        using var http = await shared.Hub.ProgramAsync();
        using var response = await http.GetAsync("/api/v1/transfers?" + query, Stop);
        var problem = await response.ProblemAsync(400, "invalid_request");
        Assert.Equal(query.Split('=')[0], Assert.Single(problem["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task A_body_that_grows_without_saying_how_long_it_is_is_cut_off()
    {
        await using var hub = Hub.Start();
        using var http = await hub.ProgramAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/deposits") { Content = new StringContent(new string(' ', 100_000), null, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("Idempotency-Key", "one");
        using var response = await http.SendAsync(request, Stop);
        await response.ProblemAsync(413, "too_large");
    }

    [Fact]
    public async Task The_API_takes_no_cookie_and_pages_take_no_key()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var browser = hub.CreateHttpClient();
        using var signedIn = await browser.SignInAsync(Operating.Email, Operating.Password);
        using (var api = await browser.GetAsync("/api/v1/hub", Stop))
            await api.ProblemAsync(401, "key_missing");
        Assert.Equal("PayHub", (string?)JsonNode.Parse(await browser.GetStringAsync("/openapi/v1.json", Stop))!["info"]!["title"]);

        using var program = await hub.ProgramAsync();
        foreach (var page in new[] { "/", "/accounts", "/api-keys", "/export/ledger.csv" })
        {
            using var response = await program.GetAsync(page, Stop);
            Assert.Equal("/account/sign-in", response.Headers.Location?.AbsolutePath);
        }
        using var negotiation = await program.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null, Stop);
        Assert.NotEqual(200, (int)negotiation.StatusCode);
        Assert.Contains("openapi", await program.GetStringAsync("/openapi/v1.json", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_shows_wrong_keys_all_the_time_is_told_to_wait_while_a_right_key_from_there_goes_on()
    {
        await using var hub = Hub.Start();
        using var right = await hub.ProgramAsync();
        using var wrong = hub.CreateHttpClient();
        wrong.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "payhub_1_" + new string('A', 43));
        for (var i = 0; i < 30; i++)
            await (await wrong.GetAsync("/api/v1/hub", Stop)).ProblemAsync(401, "key_invalid");
        using var response = await wrong.GetAsync("/api/v1/hub", Stop);
        await response.ProblemAsync(429, "too_many_wrong_keys");
        Assert.Equal("60", response.Headers.RetryAfter?.ToString());
        await right.ReadAsync("/hub");
    }

    [Fact]
    public async Task A_key_that_asks_too_often_is_told_to_wait_and_another_is_not()
    {
        await using var hub = Hub.Start();
        using var greedy = await hub.ProgramAsync();
        using var other = await hub.ProgramAsync();
        HttpResponseMessage response;
        var asked = 0;
        do
        {
            var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => greedy.GetAsync("/api/v1/hub", Stop)));
            response = responses.MaxBy(r => (int)r.StatusCode)!;
        }
        while (response.IsSuccessStatusCode && (asked += 50) < 20_000);
        await response.ProblemAsync(429, "too_many_requests");
        Assert.NotNull(response.Headers.RetryAfter);
        await other.ReadAsync("/hub");
    }
}
