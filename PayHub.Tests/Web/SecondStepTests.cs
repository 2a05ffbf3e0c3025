using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

/// <summary>The authenticator app and its recovery codes, by forms alone.</summary>
public sealed partial class SecondStepTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_app_a_password_is_half_the_way_and_each_code_opens_once()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        var key = await TurnOnAsync(http);

        var now = DateTimeOffset.UtcNow;
        using var other = hub.CreateHttpClient();
        await HalfWayAsync(other);
        Assert.Equal(HttpStatusCode.Found, (await other.GetAsync("/ledger", Stop)).StatusCode);
        await AssertRefusedAsync(await EnterAsync(other, Totp.Code(key, now)), "turning it on used this code");
        using var entered = await EnterAsync(other, Totp.Code(key, now + Step));
        Assert.EndsWith("/ledger", entered.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/ledger", Stop)).StatusCode);

        using var thief = hub.CreateHttpClient();
        await HalfWayAsync(thief);
        await AssertRefusedAsync(await EnterAsync(thief, Totp.Code(key, now + Step)), "the code was used");
    }

    [Fact]
    public async Task Wrong_codes_lock_out_for_five_minutes()
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock, Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        var key = await TurnOnAsync(http);
        using var other = hub.CreateHttpClient();
        await HalfWayAsync(other);
        for (var i = 0; i < 5; i++)
            await AssertRefusedAsync(await EnterAsync(other, "000000"), "wrong");
        await AssertRefusedAsync(await EnterAsync(other, Totp.Code(key, DateTimeOffset.UtcNow + Step)), "locked");
        await using var db = hub.OpenDatabase().OpenRead();
        var end = (await db.Users.SingleAsync(Stop)).LockoutEnd;
        Assert.InRange(end!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_recovery_code_opens_once_as_typed_from_paper_and_is_not_in_the_database()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        var key = await TurnOnAsync(http);
        using var page = await http.SubmitAsync("/account/recovery-codes", ("_handler", "codes"), ("Form.Password", Operating.Password));
        var codes = RecoveryCode().Matches(await page.Content.ReadAsStringAsync(Stop)).Select(m => m.Value).Distinct().ToList();
        Assert.Equal(10, codes.Count);

        using var other = hub.CreateHttpClient();
        await HalfWayAsync(other);
        await AssertRefusedAsync(await RecoverAsync(other, "aaaa-aaaa-aaaa-aaaa"), "wrong");
        using var entered = await RecoverAsync(other, codes[3].Replace("-", " ", StringComparison.Ordinal).ToUpperInvariant());
        Assert.EndsWith("/ledger", entered.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var again = hub.CreateHttpClient();
        await HalfWayAsync(again);
        await AssertRefusedAsync(await RecoverAsync(again, codes[3]), "used");

        await using var db = hub.OpenDatabase().OpenRead();
        var kept = string.Join(' ', await db.UserTokens.Select(t => t.Value).ToListAsync(Stop));
        Assert.DoesNotContain(codes[0], kept, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(key, kept, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("9 left", await other.GetStringAsync("/account", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_operator_does_not_take_the_second_step_either()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        var key = await TurnOnAsync(http);
        using var page = await http.SubmitAsync("/account/recovery-codes", ("_handler", "codes"), ("Form.Password", Operating.Password));
        var code = RecoveryCode().Match(await page.Content.ReadAsStringAsync(Stop)).Value;
        using var other = hub.CreateHttpClient();
        await HalfWayAsync(other);
        Ledgers.TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "UPDATE AspNetUsers SET disabled_at = 1");
        await AssertRefusedAsync(await EnterAsync(other, Totp.Code(key, DateTimeOffset.UtcNow + Step)), "disabled");
        await AssertRefusedAsync(await RecoverAsync(other, code), "disabled");
        using var first = await http.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
    }

    [Fact]
    public async Task Without_the_first_step_there_is_no_second()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        using var answer = await http.GetAsync("/account/second-step?returnUrl=%2Fledger", Stop);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.EndsWith("/account/sign-in?returnUrl=%2Fledger", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turning_it_off_takes_the_password_and_then_the_password_is_enough()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        await TurnOnAsync(http);
        await AssertRefusedAsync(await http.SubmitAsync("/account/authenticator", ("_handler", "off"), ("Off.Password", "wrong-wrong-wrong")), "wrong");
        using var off = await http.SubmitAsync("/account/authenticator", ("_handler", "off"), ("Off.Password", Operating.Password));
        Assert.Contains("Set it up", await off.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var other = hub.CreateHttpClient();
        using var entered = await other.SignInAsync(Operating.Email, Operating.Password, "?returnUrl=%2Fledger");
        Assert.EndsWith("/ledger", entered.Headers.Location!.ToString(), StringComparison.Ordinal);
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Equal(
            ["new key", "on", "off"],
            await db.Audit.Where(a => a.Action == "operator.authenticator").OrderBy(a => a.Id).Select(a => a.After!).ToListAsync(Stop));
    }

    // As a browser without scripts does it; the key is read from the page.
    private static async Task<string> TurnOnAsync(HttpClient http)
    {
        using var page = await http.SubmitAsync("/account/authenticator", ("_handler", "key"), ("Start.Password", Operating.Password));
        var key = Key().Match(await page.Content.ReadAsStringAsync(Stop)).Groups[1].Value;
        Assert.NotEmpty(key);
        using var on = await http.SubmitAsync("/account/authenticator", ("_handler", "on"), ("On.Code", Totp.Code(key, DateTimeOffset.UtcNow)));
        Assert.EndsWith("/account/recovery-codes?first=true", on.Headers.Location?.ToString(), StringComparison.Ordinal);
        return key.Replace(" ", "", StringComparison.Ordinal);
    }

    private static async Task HalfWayAsync(HttpClient http)
    {
        using var half = await http.SignInAsync(Operating.Email, Operating.Password, "?returnUrl=%2Fledger");
        Assert.EndsWith("/account/second-step?returnUrl=%2Fledger", half.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> EnterAsync(HttpClient http, string code) =>
        http.SubmitAsync("/account/second-step?returnUrl=%2Fledger", ("_handler", "code"), ("Form.Code", code));

    private static Task<HttpResponseMessage> RecoverAsync(HttpClient http, string code) =>
        http.SubmitAsync("/account/second-step?returnUrl=%2Fledger", ("_handler", "recovery"), ("Recovery.Code", code));

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, string because)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.OK, because);
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        answer.Dispose();
    }

    [GeneratedRegex("data-key[^>]*>([A-Z2-7 ]+)<")]
    private static partial Regex Key();

    [GeneratedRegex("[a-z2-7]{4}(-[a-z2-7]{4}){3}")]
    private static partial Regex RecoveryCode();
}
