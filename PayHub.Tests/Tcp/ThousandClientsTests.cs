using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class ThousandClientsTests
{
    private const int Clients = 1000;
    private const int Rounds = 20;

    // The hub's fixture verifies the ledger, sums and all, when it is disposed.
    [Fact]
    public async Task A_thousand_logged_in_clients_pay_each_other_without_an_error()
    {
        await using var hub = Hub.Start();
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => hub.LogInAsync($"user{i}")));
        await Task.WhenAll(clients.Select(PayAroundAsync));
        foreach (var client in clients)
        {
            var list = await client.ListAsync();
            Assert.Equal(10000, list.Balance);
            Assert.Equal(Clients, list.Accounts.Count);
        }
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static async Task PayAroundAsync(ClassicClient client, int i)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await client.SendAsync($"user{(i + 1) % Clients}#{round + 1}#user{i}\n");
            Assert.Equal("Transfer OK!", await client.ReadLineAsync());
        }
    }
}
