using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data.Live;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

public sealed class LiveHubTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_that_is_signed_in_hears_of_payments_and_of_who_comes_and_goes()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        using var signedIn = await http.SignInAsync(Operating.Email, Operating.Password);
        await using var live = Connection(hub, signedIn.SignInCookie());
        var ledger = Channel.CreateUnbounded<long>();
        var sessions = Channel.CreateUnbounded<bool>();
        live.On<long>("ledgerMoved", id => ledger.Writer.TryWrite(id));
        live.On("sessionsChanged", () => { sessions.Writer.TryWrite(true); });
        await live.StartAsync(Stop);

        await using var alice = await hub.LogInAsync("alice");
        await NextAsync(sessions);
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Operating.PayAsync(alice, "alice", 5, bob, "bob");
        while (await NextAsync(ledger) != 3)
        {
        }
        await bob.DisposeAsync();
        while (hub.Services.GetRequiredService<PresenceBoard>().Count > 1)
            await NextAsync(sessions);
    }

    [Fact]
    public async Task After_sign_out_a_connection_hears_nothing_more_and_ends()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        using var signedIn = await http.SignInAsync(Operating.Email, Operating.Password);
        await using var live = Connection(hub, signedIn.SignInCookie());
        var heard = 0;
        var ended = new TaskCompletionSource();
        live.On("sessionsChanged", () => { Interlocked.Increment(ref heard); });
        live.Closed += _ =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        await live.StartAsync(Stop);
        using var signedOut = await http.SignOutAsync();

        await using var alice = await hub.LogInAsync("alice");
        await ended.Task.WaitAsync(TestEnvironment.Bound, Stop);
        Assert.Equal(0, heard);
    }

    private static HubConnection Connection(Hub hub, string cookie) =>
        new HubConnectionBuilder().WithUrl(new Uri(hub.Dashboard, "/hubs/live"), o => o.Headers["Cookie"] = cookie).Build();

    private static async Task<T> NextAsync<T>(Channel<T> channel) =>
        await channel.Reader.ReadAsync(Stop).AsTask().WaitAsync(TestEnvironment.Bound, Stop);
}
