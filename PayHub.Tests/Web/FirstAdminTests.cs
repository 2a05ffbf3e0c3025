using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;
using PayHub.Web.Operators;

namespace PayHub.Tests.Web;

public sealed class FirstAdminTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_Admin_who_gets_no_role_is_not_made_at_all()
    {
        await using var hub = Hub.Start();
        await using var scope = hub.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PayHubDbContext>();
        var role = await db.Roles.SingleAsync(r => r.Name == OperatorRoles.Admin, Stop);
        db.Roles.Remove(role);
        await db.SaveChangesAsync(Stop);
        await Assert.ThrowsAsync<InvalidOperationException>(() => CreateAsync(hub));
        Assert.False(await db.Users.AnyAsync(Stop));

        db.Roles.Add(new IdentityRole(OperatorRoles.Admin) { NormalizedName = role.NormalizedName });
        await db.SaveChangesAsync(Stop);
        await CreateAsync(hub);
        Assert.Equal([Operating.Email], await hub.Services.GetRequiredService<OperatorDirectory>().AdminsAsync(Stop));
    }

    [Fact]
    public async Task An_operator_without_a_role_does_not_stand_in_the_first_Admins_way()
    {
        await using var hub = Hub.Start();
        await using var scope = hub.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Operator>>();
        Assert.True((await users.CreateAsync(new Operator { UserName = "bob@example.org", Email = "bob@example.org" })).Succeeded);
        var operators = hub.Services.GetRequiredService<OperatorDirectory>();
        Assert.False(await operators.AnyAdminAsync(Stop));
        await CreateAsync(hub);
        Assert.True(await operators.AnyAdminAsync(Stop));
    }

    private static async Task CreateAsync(Hub hub)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FirstAdmin>().CreateAsync(Operating.Email, Operating.Password);
    }
}
