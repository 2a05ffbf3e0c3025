using System.Net;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

public sealed class SignOutTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cookie_kept_from_before_sign_out_opens_nothing()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        using var signedIn = await http.SignInAsync(Operating.Email, Operating.Password);
        // Cookies by hand: this one keeps what the browser deletes.
        using var thief = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = hub.Dashboard };
        thief.DefaultRequestHeaders.Add("Cookie", signedIn.SignInCookie());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await TryAsync(thief));

        using var signedOut = await http.SignOutAsync();
        Assert.Equal(HttpStatusCode.Found, signedOut.StatusCode);
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Unauthorized), await TryAsync(thief));

        await http.SignInAsync(Operating.Email, Operating.Password);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await TryAsync(http));
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Unauthorized), await TryAsync(thief));
    }

    private static async Task<(HttpStatusCode Page, HttpStatusCode Live)> TryAsync(HttpClient http)
    {
        using var page = await http.GetAsync("/ledger", Stop);
        using var live = await http.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null, Stop);
        return (page.StatusCode, live.StatusCode);
    }
}
