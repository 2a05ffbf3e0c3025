using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;
using PayHub.Web.Operators;

namespace PayHub.Tests.Web;

/// <summary>What Admins do to operators, without a browser.</summary>
public sealed class OperatorOfficeTests
{
    private const string Bob = "bob@example.org";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_Admins_who_demote_each_other_at_once_one_stays()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        var bob = await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Admin);
        var ann = await IdAsync(hub, Operating.Email);
        var office = hub.Services.GetRequiredService<OperatorOffice>();
        var outcomes = await Task.WhenAll(
            Task.Run(() => office.SetRoleAsync(Act("operator.role", Bob), bob.Id, OperatorRoles.Viewer), Stop),
            Task.Run(() => office.DisableAsync(Act("operator.disable", Operating.Email), ann), Stop));
        Assert.Equal([OperatorChange.Done, OperatorChange.LastAdmin], outcomes.Order());
        Assert.Single(await hub.Services.GetRequiredService<OperatorDirectory>().AdminsAsync(Stop));
        Assert.Single(await AuditAsync(hub));
    }

    [Fact]
    public async Task Ending_sessions_ends_a_program_on_the_live_hub_at_once()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        var bob = await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Viewer);
        await using var bobs = await FollowAsync(hub, Bob);
        await using var anns = await FollowAsync(hub, Operating.Email);
        var ended = new TaskCompletionSource();
        bobs.Closed += _ =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        Assert.Equal(OperatorChange.Done, await hub.Services.GetRequiredService<OperatorOffice>().EndSessionsAsync(Act("operator.end-sessions", Bob), bob.Id));
        // Nothing happens at the hub: it is the connection itself that ends.
        await ended.Task.WaitAsync(TestEnvironment.Bound, Stop);
        Assert.Equal(HubConnectionState.Connected, anns.State);
    }

    [Fact]
    public async Task A_cookie_from_before_opens_nothing_after_each_change()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        var bob = await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Viewer);
        var office = hub.Services.GetRequiredService<OperatorOffice>();
        Func<Task<OperatorChange>>[] changes =
        [
            () => office.SetRoleAsync(Act("operator.role", Bob), bob.Id, OperatorRoles.Cashier),
            () => office.EndSessionsAsync(Act("operator.end-sessions", Bob), bob.Id),
            () => office.DisableAsync(Act("operator.disable", Bob), bob.Id),
        ];
        foreach (var change in changes)
        {
            using var http = hub.CreateHttpClient();
            await http.SignInAsync(Bob, Operating.Password);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/", Stop)).StatusCode);
            Assert.Equal(OperatorChange.Done, await change());
            Assert.Equal(HttpStatusCode.Found, (await http.GetAsync("/", Stop)).StatusCode);
        }
    }

    [Fact]
    public async Task A_link_of_a_disabled_operator_is_gone()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        var bob = await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Viewer);
        var links = hub.Services.GetRequiredService<OperatorLinks>();
        var office = hub.Services.GetRequiredService<OperatorOffice>();
        var link = (await links.RenewAsync(Act("operator.link", Bob), bob.Id, anew: false)).Link!;
        await office.DisableAsync(Act("operator.disable", Bob), bob.Id);
        using var http = hub.CreateHttpClient();
        Assert.Contains("This link does not work", await http.GetStringAsync(link, Stop), StringComparison.Ordinal);
        Assert.Equal(OperatorChange.Disabled, (await links.RenewAsync(Act("operator.link", Bob), bob.Id, anew: false)).Change);
    }

    [Fact]
    public async Task An_invitation_is_for_a_new_address_and_a_newer_one_ends_the_older()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        var links = hub.Services.GetRequiredService<OperatorLinks>();
        Assert.Equal(OperatorChange.Taken, (await links.InviteAsync(Act("operator.invite", Operating.Email), Operating.Email.ToUpperInvariant(), OperatorRoles.Viewer)).Change);
        Assert.Equal(OperatorChange.NotAnAddress, (await links.InviteAsync(Act("operator.invite", "bob"), "bob", OperatorRoles.Viewer)).Change);
        var older = (await links.InviteAsync(Act("operator.invite", Bob), Bob, OperatorRoles.Viewer)).Link!;
        var newer = (await links.InviteAsync(Act("operator.invite", Bob), Bob, OperatorRoles.Viewer)).Link!;
        Assert.Null(await links.FindAsync(older.Split('=')[1], Stop));
        Assert.NotNull(await links.FindAsync(newer.Split('=')[1], Stop));
    }

    [Fact]
    public async Task A_link_that_many_send_at_once_makes_one_operator()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        var links = hub.Services.GetRequiredService<OperatorLinks>();
        var link = (await links.InviteAsync(Act("operator.invite", Bob), Bob, OperatorRoles.Cashier)).Link!;
        var (invitation, _) = (await links.FindAsync(link.Split('=')[1], Stop)).GetValueOrDefault();
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var scope = hub.Services.CreateAsyncScope();
            return (await scope.ServiceProvider.GetRequiredService<OperatorJoin>().UseAsync(invitation, Operating.Password, "192.0.2.1")).Who;
        }, Stop)));
        Assert.Single(made, who => who is not null);
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Equal(2, await db.Users.CountAsync(Stop));
    }

    private static OperatorAct Act(string action, string email) => new("tests", "tests", "-", action, "operator", email, "because");

    private static async Task<HubConnection> FollowAsync(Hub hub, string email)
    {
        using var http = hub.CreateHttpClient();
        using var signedIn = await http.SignInAsync(email, Operating.Password);
        var cookie = signedIn.SignInCookie();
        var live = new HubConnectionBuilder().WithUrl(new Uri(hub.Dashboard, "/hubs/live"), o => o.Headers["Cookie"] = cookie).Build();
        await live.StartAsync(Stop);
        return live;
    }

    private static async Task<string> IdAsync(Hub hub, string email)
    {
        await using var db = hub.OpenDatabase().OpenRead();
        return await db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync(Stop);
    }

    private static async Task<List<AuditEntry>> AuditAsync(Hub hub)
    {
        await using var db = hub.OpenDatabase().OpenRead();
        return await db.Audit.ToListAsync(Stop);
    }
}
