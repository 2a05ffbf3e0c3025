using System.Net.Sockets;
using System.Text;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class FuzzTests
{
    private const int Connections = 16;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    private static readonly string[] Messages =
    [
        "REGISTER#a", "REGISTER#b", "REGISTER#c", "REGISTER#", "REGISTER#-x", "a#1", "b#65535", "c#7001", "a#0", "List", "Exit", "list", "",
        "a#1#b", "b#1#a", "c#5#a", "a#99999#b", "a#0#b", "a#1#nobody", "nobody#1#a", "a#1#a", "##", "#", "a#1#b#c", "a.b.c", "....", "Plea", "?",
        "HELLO#PAYHUB/1", "HELLO#PAYHUB/1", "HELLO#", "WHOIS#a", "FRIENDS", "FRIEND#ADD#a", "FRIEND#ADD#b", "FRIEND#ACCEPT#c", "FRIEND#REMOVE#a",
        "FRIEND#BLOCK#b", "FRIEND#UNBLOCK#b", "FRIEND##", "HISTORY#200", "HISTORY#1#2", "STATUS#0123456789abcdef", "CANCEL#0123456789abcdef",
        "ENROL#a#code", "PING", "eyJ9.YQ.YQ", new string('A', 342) + "==",
    ];

    private static readonly string[] Ends = ["\n", "\r\n", "\r", "\0", "\0\0\0", "", "\0Plea"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_clients_send_the_hub_logs_no_error_and_serves_the_next(int seed)
    {
        await using var hub = Hub.Start(("PayHub:Tcp:UnterminatedGap", "00:00:00.020"));
        var until = DateTime.UtcNow + Duration;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Task.Run(
            () => FuzzAsync(hub, new Random((seed * 1000) + i), until), TestContext.Current.CancellationToken)));
        await using var fresh = await hub.LogInAsync("fresh");
        Assert.Equal(10000, await fresh.BalanceAsync());
        Assert.Equal("Transfer Fail!", await fresh.AskAsync("nobody#1#fresh"));
    }

    private static async Task FuzzAsync(Hub hub, Random random, DateTime until)
    {
        while (DateTime.UtcNow < until)
        {
            await using var client = await hub.ConnectAsync();
            var reading = random.Next(3) == 0 ? Task.CompletedTask : ReadAllAsync(client);
            try
            {
                for (var writes = random.Next(1, 60); writes > 0; writes--)
                    await client.SendAsync(Write(random));
                Leave(client, random);
            }
            catch (SocketException)
            {
                // The hub closed first: after Exit, or a line too long.
            }
            if (client.Socket?.Connected != true)
                continue;
            await reading;
        }
    }

    private static string Write(Random random)
    {
        var text = new StringBuilder();
        for (var parts = random.Next(1, 6); parts > 0; parts--)
        {
            if (random.Next(12) == 0)
                text.Append(Encoding.Latin1.GetString(RandomBytes(random, random.Next(100) == 0 ? 9000 : 40)));
            else
                text.Append(Messages[random.Next(Messages.Length)]).Append(Ends[random.Next(Ends.Length)]);
        }
        return text.ToString();
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Leave(ClassicClient client, Random random)
    {
        if (random.Next(2) == 0)
            client.FinishSending();
        else
            client.Reset();
    }

    private static async Task ReadAllAsync(ClassicClient client)
    {
        try
        {
            await client.ReadToEndAsync();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Reset by either side.
        }
    }
}
