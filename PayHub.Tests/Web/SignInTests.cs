using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

public sealed partial class SignInTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "/")]
    [InlineData("?returnUrl=%2Fledger%3Faccount%3Dalice", "/ledger?account=alice")]
    [InlineData("?returnUrl=https%3A%2F%2Fevil.example%2F", "/")]
    [InlineData("?returnUrl=%2F%2Fevil.example%2F", "/")]
    [InlineData("?returnUrl=%2F%5Cevil.example%2F", "/")]
    public async Task After_sign_in_only_pages_of_the_hub_are_next(string query, string next)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        using var response = await http.SignInAsync(Operating.Email, Operating.Password, query);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(new Uri(hub.Dashboard, next), new Uri(hub.Dashboard, response.Headers.Location!));
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        using var response = await http.SignInAsync(Operating.Email, Operating.Password);
        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("PayHub=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_with_HTTPS_the_cookie_is_secure_and_bound_to_the_host()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Dashboard:TrustedProxies", "127.0.0.1, 10.0.0.0/8")]);
        // Cookies by hand: the client speaks plain HTTP with the hub and would keep secure ones to itself, as a proxy does not.
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = hub.Dashboard };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var form = await http.GetAsync("/account/sign-in", Stop);
        http.DefaultRequestHeaders.Add("Cookie", form.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        using var response = await http.SubmitAsync("/account/sign-in", ("Form.Email", Operating.Email), ("Form.Password", Operating.Password));
        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.Contains("PayHub=", StringComparison.Ordinal));
        Assert.StartsWith("__Host-PayHub=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Forwarded_headers_of_anyone_else_are_not_believed()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var response = await http.SignInAsync(Operating.Email, Operating.Password);
        Assert.Contains(response.Headers.GetValues("Set-Cookie"), c => c.StartsWith("PayHub=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_in_over_plain_HTTP_from_elsewhere_is_warned_of_and_from_here_it_is_not()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Dashboard:TrustedProxies", "127.0.0.1")]);
        using var http = hub.CreateHttpClient();
        Assert.DoesNotContain("not encrypted", await http.GetStringAsync("/account/sign-in", Stop), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        http.DefaultRequestHeaders.Add("X-Forwarded-Host", "hub.example");
        Assert.Contains("not encrypted", await http.GetStringAsync("/account/sign-in", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_passwords_lock_out_and_every_refusal_is_the_same_for_everyone()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await AssertRefusedAsync("nobody@example.org", "wrong-wrong-wrong");
        for (var i = 0; i < 5; i++)
            await AssertRefusedAsync(Operating.Email, "wrong-wrong-wrong");
        await AssertRefusedAsync(Operating.Email, Operating.Password);

        async Task AssertRefusedAsync(string email, string password)
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await http.SignInAsync(email, password);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var alert = Assert.Single(Alert().Matches(await response.Content.ReadAsStringAsync(Stop))).Groups[1].Value;
            Assert.Equal("E-mail or password is wrong, or the account is locked for some minutes.", alert);
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(500), TestEnvironment.Bound);
        }
    }

    [Fact]
    public async Task An_address_that_tries_too_often_waits_and_others_do_not()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Dashboard:TrustedProxies", "127.0.0.1")]);
        using var http = hub.CreateHttpClient();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        // More than two minutes' worth: the window may turn meanwhile.
        var answers = await Task.WhenAll(Enumerable.Range(0, 65).Select(_ => http.PostAsync("/account/sign-in", null, Stop)));
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Contains("Wait a minute", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.InRange(answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests), 5, 35);

        using var other = hub.CreateHttpClient();
        other.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.8");
        Assert.Equal(HttpStatusCode.Found, (await other.SignInAsync(Operating.Email, Operating.Password)).StatusCode);
    }

    [Fact]
    public async Task Forms_without_their_token_are_refused()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        using var fields = new FormUrlEncodedContent(
            [new("_handler", "sign-in"), new("Form.Email", Operating.Email), new("Form.Password", Operating.Password)]);
        using var forged = await http.PostAsync("/account/sign-in", fields, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        await http.SignInAsync(Operating.Email, Operating.Password);
        using var signOut = await http.PostAsync("/account/sign-out", null, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, signOut.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/", Stop)).StatusCode);
    }

    [GeneratedRegex("""role="alert">([^<]*)<""")]
    private static partial Regex Alert();
}
