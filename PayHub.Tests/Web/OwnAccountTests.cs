using System.Net;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

/// <summary>What operators change about themselves, by forms alone.</summary>
public sealed class OwnAccountTests
{
    private const string Another = "another horse battery";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_password_takes_the_present_one_keeps_this_session_and_ends_the_others()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        using var other = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        await other.SignInAsync(Operating.Email, Operating.Password);
        Assert.Contains("The password is wrong", await ChangeAsync(http, "wrong-wrong-wrong", Another, Another), StringComparison.Ordinal);
        Assert.Contains("The two passwords differ.", await ChangeAsync(http, Operating.Password, Another, Another + "!"), StringComparison.Ordinal);
        Assert.Contains("at least 10 characters", await ChangeAsync(http, Operating.Password, "short", "short"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/", Stop)).StatusCode);

        Assert.Contains("Your password is changed.", await ChangeAsync(http, Operating.Password, Another, Another), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await other.GetAsync("/", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.SignInAsync(Operating.Email, Operating.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await other.SignInAsync(Operating.Email, Another)).StatusCode);
        await using var db = hub.OpenDatabase().OpenRead();
        var entry = await db.Audit.SingleAsync(Stop);
        Assert.Equal((Operating.Email, "127.0.0.1", "operator.password", Operating.Email), (entry.OperatorName, entry.Ip, entry.Action, entry.TargetId));
    }

    [Fact]
    public async Task Wrong_present_passwords_lock_out_like_wrong_ones_at_sign_in()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        for (var i = 0; i < 5; i++)
            await ChangeAsync(http, "wrong-wrong-wrong", Another, Another);
        Assert.Contains("The password is wrong", await ChangeAsync(http, Operating.Password, Another, Another), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/account")]
    [InlineData("/account/passkeys")]
    [InlineData("/account/authenticator")]
    [InlineData("/account/recovery-codes")]
    [InlineData("/account/password")]
    public async Task Strangers_see_none_of_it_and_every_role_sees_its_own(string page)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "vic@example.org", OperatorRoles.Viewer);
        using var http = hub.CreateHttpClient();
        using var refused = await http.GetAsync(page, Stop);
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
        await http.SignInAsync("vic@example.org", Operating.Password);
        var html = await http.GetStringAsync(page, Stop);
        Assert.DoesNotContain(Operating.Email, html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]* src=\"_)", html);
    }

    [Fact]
    public async Task Theme_and_language_are_kept_without_scripts()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        using var set = await http.SubmitAsync("/account", ("Chosen.Theme", "dark"), ("Chosen.Language", "zh-Hant"));
        Assert.Contains(set.Headers.GetValues("Set-Cookie"), c => c.StartsWith("payhub-theme=dark;", StringComparison.Ordinal));
        Assert.Contains("lang=\"zh-Hant\"", await http.GetStringAsync("/account", Stop), StringComparison.Ordinal);
        using var reset = await http.SubmitAsync("/account", ("Chosen.Theme", "system"), ("Chosen.Language", ""));
        Assert.Contains("lang=\"en\"", await http.GetStringAsync("/account", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_sign_in_is_dated()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, "wrong-wrong-wrong");
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Null((await db.Users.SingleAsync(Stop)).LastSignInAt);
        await http.SignInAsync(Operating.Email, Operating.Password);
        Assert.NotNull((await db.Users.SingleAsync(Stop)).LastSignInAt);
    }

    [Fact]
    public async Task Posts_that_check_a_secret_are_limited()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Dashboard:TrustedProxies", "127.0.0.1")]);
        string[] addresses = ["/account/second-step", "/account/setup?token=x", "/account/passkeys/ask", "/account/passkeys/make", "/account/password", "/account/authenticator", "/account/recovery-codes"];
        for (var i = 0; i < addresses.Length; i++)
        {
            using var http = hub.CreateHttpClient();
            http.DefaultRequestHeaders.Add("X-Forwarded-For", $"192.0.2.{i + 1}");
            var answers = await Task.WhenAll(Enumerable.Range(0, 65).Select(_ => http.PostAsync(addresses[i], null, Stop)));
            Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.TooManyRequests);
        }
    }

    private static async Task<string> ChangeAsync(HttpClient http, string present, string password, string again)
    {
        using var answer = await http.SubmitAsync("/account/password", ("Form.Present", present), ("Form.New", password), ("Form.Again", again));
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
