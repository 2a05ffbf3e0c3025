using System.Runtime.CompilerServices;
using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>What is left of a hub that has stopped: who tests against hubs starts hundreds of them in one process.</summary>
public sealed class StoppedHubTests
{
    [Fact]
    public async Task Nothing_holds_a_hub_that_has_stopped()
    {
        // What is made once in a process remembers who was there first.
        await RunAsync();
        var stopped = await RunAsync();
        // What has gone on until here stands below us on the stack.
        await Task.Yield();
        for (var end = DateTime.UtcNow + TestEnvironment.Bound; stopped.IsAlive && DateTime.UtcNow < end;)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(stopped.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunAsync()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.LogInAsync("alice");
        using var http = hub.CreateHttpClient();
        using var page = await http.GetAsync(new Uri("/account/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        return new WeakReference(hub.Services);
    }
}
