using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Tests.Api;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

public sealed class AccessTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_sign_in_and_health_are_open_to_strangers()
    {
        await using var hub = Hub.Start();
        using var http = hub.CreateHttpClient();
        // To this machine the metrics are open; a stranger behind a proxy is not on it.
        http.DefaultRequestHeaders.Add("Via", "1.1 proxy");
        var endpoints = hub.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null).ToList();
        var open = endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(e => "/" + e.RoutePattern.RawText!.Trim('/'));
        Assert.Equal(["/account/passkeys/ask", "/account/second-step", "/account/setup", "/account/sign-in", "/healthz/live", "/healthz/ready", "/trouble/{Status:int}"], open.Distinct().Order(StringComparer.Ordinal));

        foreach (var endpoint in endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            var address = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("{*path:nonfile}", "anything", StringComparison.Ordinal);
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var first, ..] ? first : "GET";
            await AssertShutAsync(http, method, address);
        }
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/ledger?account=alice")]
    [InlineData("GET", "/nothing/here")]
    [InlineData("GET", "/nothing.txt")]
    [InlineData("POST", "/account/sign-out")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/_blazor?id=x")]
    [InlineData("GET", "/_blazor/initializers")]
    [InlineData("POST", "/_blazor/disconnect")]
    [InlineData("POST", "/hubs/live/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/hubs/live?id=x")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api-keys")]
    [InlineData("GET", "/api/v1/hub")]
    [InlineData("POST", "/api/v1/deposits")]
    [InlineData("DELETE", "/api/v1/nothing")]
    [InlineData("GET", "/api/index.html")]
    [InlineData("GET", "/openapi/v1.json")]
    public async Task Without_sign_in_nothing_answers(string method, string address)
    {
        using var http = shared.Hub.CreateHttpClient();
        await AssertShutAsync(http, method, address);
    }

    [Fact]
    public async Task Scripts_styles_and_health_need_no_sign_in_and_have_content()
    {
        await using var hub = Hub.Start();
        using var http = hub.CreateHttpClient();
        string[] addresses = ["/_framework/blazor.web.js", "/_content/MudBlazor/MudBlazor.min.css", "/_content/PayHub.Web/payhub.css", "/healthz/ready"];
        foreach (var address in addresses)
            Assert.NotEmpty(await http.GetByteArrayAsync(address, Stop));
    }

    [Fact]
    public async Task Every_answer_forbids_what_pages_never_do()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        foreach (var address in new[] { "/account/sign-in", "/", "/ledger", "/nothing", "/_content/PayHub.Web/payhub.css" })
        {
            using var response = await http.GetAsync(address, Stop);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            if (response.Content.Headers.ContentType?.MediaType == "text/html")
                Assert.True(response.Headers.CacheControl?.NoStore, $"{address} may be stored");
        }
    }

    [Fact]
    public async Task Pages_hold_no_script_of_their_own_and_fetch_nothing_from_elsewhere()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        foreach (var address in new[] { "/account/sign-in", "/", "/online", "/accounts", "/ledger" })
        {
            var html = await http.GetStringAsync(address, Stop);
            if (address == "/account/sign-in")
                await http.SignInAsync(Operating.Email, Operating.Password);
            Assert.DoesNotMatch("<script(?![^>]* src=\"_)", html);
            Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
            Assert.DoesNotMatch(" on[a-z]+=\"", html);
        }
    }

    [Fact]
    public async Task An_unknown_page_is_not_found()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        using var response = await http.GetAsync("/no/such/page", Stop);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("No such page", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static async Task AssertShutAsync(HttpClient http, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await http.SendAsync(request, Stop);
        if (address.StartsWith("/api/", StringComparison.Ordinal) || address is "/openapi/v1.json" or "/metrics")
        {
            // Programs are told in their own way.
            await response.ProblemAsync(401, "key_missing");
            Assert.Equal("Bearer realm=\"PayHub\"", Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
            return;
        }
        var redirected = response.StatusCode == HttpStatusCode.Found && response.Headers.Location!.AbsolutePath == "/account/sign-in";
        Assert.True(redirected || response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {address} answered {(int)response.StatusCode}");
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
    }
}
