using Microsoft.Extensions.DependencyInjection;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Tests.Browser;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using PayHub.Web.Api;
using PayHub.Web.Operators;

namespace PayHub.Tests.Api;

public sealed class ApiKeyTests
{
    [Fact]
    public void A_new_key_is_256_random_bits_and_is_read_as_it_is_written()
    {
        var random = ApiKeySecret.NewRandom();
        Assert.NotEqual(random, ApiKeySecret.NewRandom());
        var secret = new ApiKeySecret(12, random);
        Assert.Matches("^payhub_12_[A-Za-z0-9_-]{43}$", secret.ToString());
        Assert.True(ApiKeySecret.TryParse(secret.ToString(), out var read));
        Assert.Equal(secret, read);
        Assert.True(read!.Value.Matches(ApiKeySecret.HashOf(random)));
        Assert.False(read.Value.Matches(ApiKeySecret.HashOf(ApiKeySecret.NewRandom())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("payhub_")]
    [InlineData("payhub_1_short")]
    [InlineData("payhub__AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("payhub_-1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("payhub_1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+")]
    [InlineData("PAYHUB_1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("payhub_99999999999999999999_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_has_not_the_form_of_a_key_is_none(string text) => Assert.False(ApiKeySecret.TryParse(text, out _));

    [Fact]
    public async Task What_a_key_does_stands_in_the_audit_under_its_id_and_name()
    {
        await using var hub = Hub.Start();
        var (id, secret) = await hub.NewKeyAsync(OperatorRoles.Admin, "shop till");
        using var http = hub.Program(secret);
        await http.OpenAsync("carol");
        await http.ActAsync("/deposits", ApiRig.Deposit(7));
        await using var db = hub.OpenDatabase().OpenRead();
        var entry = db.Audit.Single(a => a.Action == "account.deposit");
        Assert.Equal(
            ($"key:{id}", "API key shop till", "127.0.0.1", "account", "carol", "cash", "0", "7"),
            (entry.OperatorId, entry.OperatorName, entry.Ip, entry.TargetType, entry.TargetId, entry.Reason, entry.Before, entry.After));
    }

    [Fact]
    public async Task A_change_of_a_keys_role_holds_from_its_next_request_on()
    {
        await using var hub = Hub.Start();
        var (id, secret) = await hub.NewKeyAsync(OperatorRoles.Admin);
        using var http = hub.Program(secret);
        await http.OpenAsync("carol");
        var file = Path.Combine(hub.DataDirectory, "payhub.db");
        TestDatabase.Execute(file, $"UPDATE api_keys SET role = 'Viewer' WHERE id = {id}");
        await (await http.ActAsync("/deposits", ApiRig.Deposit(7))).ProblemAsync(403, "forbidden");
        TestDatabase.Execute(file, $"UPDATE api_keys SET revoked_at = 1 WHERE id = {id}");
        await (await http.ActAsync("/deposits", ApiRig.Deposit(7))).ProblemAsync(401, "key_invalid");
    }

    [Fact]
    public async Task A_key_may_never_do_more_than_who_made_it_may_now()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "bea@example.org", OperatorRoles.Admin);
        var office = hub.Services.GetRequiredService<OperatorOffice>();
        var act = new OperatorAct("id", "bea@example.org", "-", "operator.role", "operator", Operating.Email, "left");
        await using var db = hub.OpenDatabase().OpenRead();
        var ann = db.Users.Single(u => u.UserName == Operating.Email).Id;
        using var viewer = await hub.ProgramAsync(OperatorRoles.Viewer);
        using var till = await hub.ProgramAsync(OperatorRoles.Cashier);
        await viewer.ReadAsync("/hub");
        await till.ReadAsync("/hub");

        Assert.Equal(OperatorChange.Done, await office.SetRoleAsync(act, ann, OperatorRoles.Viewer));
        await viewer.ReadAsync("/hub");
        await (await till.GetAsync("/api/v1/hub", TestContext.Current.CancellationToken)).ProblemAsync(401, "key_invalid");
        Assert.Equal([KeyState.MakerDemoted, KeyState.Holds], await StatesAsync());
        await office.SetRoleAsync(act, ann, OperatorRoles.Cashier);
        await till.ReadAsync("/hub");
        Assert.Equal(OperatorChange.Done, await office.DisableAsync(act with { Action = "operator.disable" }, ann));
        await (await viewer.GetAsync("/api/v1/hub", TestContext.Current.CancellationToken)).ProblemAsync(401, "key_invalid");
        Assert.Equal([KeyState.MakerDisabled, KeyState.MakerDisabled], await StatesAsync());

        async Task<IEnumerable<KeyState>> StatesAsync() =>
            (await hub.Services.GetRequiredService<ApiKeyDirectory>().PageAsync(null, 10, TestContext.Current.CancellationToken)).Keys.Select(k => k.State);
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_kept_to_the_minute_and_over_the_hubs_end()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualClock(DateTimeOffset.UtcNow.Date.AddDays(1).AddSeconds(90));
        await using var hub = Hub.Start(folder.Path, clock);
        var (id, secret) = await hub.NewKeyAsync(OperatorRoles.Viewer);
        using var http = hub.Program(secret);
        await http.ReadAsync("/hub");
        await using (var before = hub.OpenDatabase().OpenRead())
            Assert.Null(before.ApiKeys.Single(k => k.Id == id).LastUsedAt);
        await hub.StopAsync();
        await using var after = hub.OpenDatabase().OpenRead();
        Assert.Equal(UnixMicroseconds.From(clock.GetUtcNow().AddSeconds(-30)), after.ApiKeys.Single(k => k.Id == id).LastUsedAt);
    }
}
