using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using PayHub.Data.Live;
using PayHub.Web.Security;

namespace PayHub.Web.Live;

/// <summary>
/// The live feed for programs, at <c>/hubs/live</c>: <c>ledgerMoved(lastId)</c> and <c>sessionsChanged()</c>. It takes no calls.
/// </summary>
/// <param name="feed">The live feed.</param>
/// <param name="clients">Outlives a call, as the hub itself does not.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="operators">Who is still signed in.</param>
/// <param name="lifetime">Ends with the host.</param>
[Authorize]
public sealed class LiveHub(
    LiveFeed feed, IHubContext<LiveHub> clients, TimeProvider clock, SignedInOperators operators, IHostApplicationLifetime lifetime) : Hub
{
    private static readonly TimeSpan MinGap = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        _ = FollowAsync(clients.Clients.Client(Context.ConnectionId), Context);
        return base.OnConnectedAsync();
    }

    // One loop a connection: a program that reads slowly gets fewer, merged signals and delays nobody else.
    private async Task FollowAsync(IClientProxy client, HubCallerContext connection)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionAborted, lifetime.ApplicationStopping);
        using var subscription = feed.Subscribe(LiveTopics.Ledger | LiveTopics.Sessions);
        try
        {
            while (true)
            {
                var topics = await subscription.NextAsync(end.Token);
                if (!await operators.HoldsAsync(connection.User, end.Token))
                    return;
                if (topics.HasFlag(LiveTopics.Ledger))
                    await client.SendAsync("ledgerMoved", feed.LastTransfer, end.Token);
                if (topics.HasFlag(LiveTopics.Sessions))
                    await client.SendAsync("sessionsChanged", end.Token);
                await Task.Delay(MinGap, clock, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The client left, or the host stops.
        }
        finally
        {
            // A connection that hears no more must not look alive.
            connection.Abort();
        }
    }
}
