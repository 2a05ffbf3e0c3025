using System.Net;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;
using PayHub.Web.Operators;

namespace PayHub.Tests.Web;

public sealed class SetupTests
{
    private static readonly (string, string)[] Ann = [("New.Email", Operating.Email), ("New.Password", Operating.Password), ("New.Again", Operating.Password)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_makes_one_Admin_and_says_so_when_it_is_used_again()
    {
        await using var hub = Hub.Start();
        using var http = hub.CreateHttpClient();
        var link = await NewLinkAsync(hub);
        Assert.Contains("Nobody runs this hub yet", await http.GetStringAsync("/account/sign-in", Stop), StringComparison.Ordinal);
        using var created = await http.SubmitAsync(link, Ann);
        Assert.Equal(HttpStatusCode.Found, created.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/", Stop)).StatusCode);

        using var stranger = hub.CreateHttpClient();
        AssertDead(await stranger.GetStringAsync(link, Stop), "used already");
        await AssertAuditAsync(hub, "operator.join", OperatorRoles.Admin);
    }

    [Theory]
    [InlineData("short", "short", "at least 10 characters")]
    [InlineData(Operating.Password, "another password", "The two passwords differ.")]
    public async Task A_mistyped_password_is_said_and_does_not_cost_the_link(string password, string again, string says)
    {
        await using var hub = Hub.Start();
        using var http = hub.CreateHttpClient();
        var link = await NewLinkAsync(hub);
        using var refused = await http.SubmitAsync(link, ("New.Email", Operating.Email), ("New.Password", password), ("New.Again", again));
        Assert.Contains(says, await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var created = await http.SubmitAsync(link, Ann);
        Assert.Equal(HttpStatusCode.Found, created.StatusCode);
    }

    [Fact]
    public async Task With_operators_a_link_signs_one_of_the_Admins_in_even_when_locked_out()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        for (var i = 0; i < 5; i++)
            await http.SignInAsync(Operating.Email, "wrong-wrong-wrong");
        var link = await NewLinkAsync(hub);
        using var nobody = await http.SubmitAsync(link, ("Chosen.Email", "eve@example.org"));
        Assert.Contains("Choose one of the Admins.", await nobody.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var chosen = await http.SubmitAsync(link, ("Chosen.Email", Operating.Email));
        Assert.Equal(HttpStatusCode.Found, chosen.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/", Stop)).StatusCode);

        using var other = hub.CreateHttpClient();
        Assert.Equal(HttpStatusCode.Found, (await other.SignInAsync(Operating.Email, Operating.Password)).StatusCode);
        await AssertAuditAsync(hub, "operator.admin-link", null);
    }

    [Fact]
    public async Task An_expired_and_a_wrong_link_say_what_to_run()
    {
        await using var hub = Hub.Start();
        using var http = hub.CreateHttpClient();
        var old = await new AdminLink(new DataDirectory(hub.DataDirectory), new SlowClock()).CreateAsync(Stop);
        AssertDead(await http.GetStringAsync(old, Stop), "expired");
        AssertDead(await http.GetStringAsync("/account/setup?token=AAAAAAAAAAAAAAAAAAAAAA", Stop), "used already");
        AssertDead(await http.GetStringAsync("/account/setup", Stop), "used already");
    }

    private static async Task AssertAuditAsync(Hub hub, string action, string? after)
    {
        await using var db = hub.OpenDatabase().OpenRead();
        var entry = await db.Audit.SingleAsync(Stop);
        Assert.Equal((Operating.Email, "127.0.0.1", action, Operating.Email, after), (entry.OperatorName, entry.Ip, entry.Action, entry.TargetId, entry.After));
    }

    private static void AssertDead(string html, string why)
    {
        Assert.Contains("This link does not work", html, StringComparison.Ordinal);
        Assert.Contains(why, html, StringComparison.Ordinal);
        Assert.Contains("dotnet run --project PayHub.Host -- admin-link", html, StringComparison.Ordinal);
        Assert.Contains("docker compose exec payhub dotnet PayHub.Host.dll admin-link", html, StringComparison.Ordinal);
    }

    // As the verb does it: in another process, by the data directory alone.
    private static Task<string> NewLinkAsync(Hub hub) => new AdminLink(new DataDirectory(hub.DataDirectory), TimeProvider.System).CreateAsync(Stop);

    private sealed class SlowClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - AdminLink.Lifetime;
    }
}
