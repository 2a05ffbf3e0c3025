using Microsoft.EntityFrameworkCore;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class SessionRowTests
{
    private const int OldRows = 300;

    [Fact]
    public async Task Sessions_of_more_than_90_days_ago_go_as_new_ones_come()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = Hub.Start(folder.Path))
        {
            await using var alice = await hub.LogInAsync("alice");
            await using var context = hub.OpenDatabase().OpenWrite();
            var old = (DateTimeOffset.UtcNow.AddDays(-91) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            for (var id = 1000; id < 1000 + OldRows; id++)
                await context.Database.ExecuteSqlAsync($"INSERT INTO sessions VALUES ({id}, 2, '127.0.0.1', 7001, 0, 0, {old}, {old}, 0, 1, 1)", TestContext.Current.CancellationToken);
        }

        await using (var hub = Hub.Start(folder.Path))
        {
            await using var alice = await hub.ConnectAsync();
            for (var login = 0; login < 100; login++)
                await alice.LogInAsync("alice");
            await hub.StopAsync();
            await using var context = hub.OpenDatabase().OpenRead();
            // The one of the first start is young, and so are the hundred.
            Assert.Equal(101, await context.Sessions.CountAsync(TestContext.Current.CancellationToken));
        }
    }
}
