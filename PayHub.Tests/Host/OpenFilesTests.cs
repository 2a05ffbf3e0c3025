using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>A hub that may have few files and sockets open takes fewer connections than its settings say, and goes on.</summary>
public sealed partial class OpenFilesTests : IDisposable
{
    private const int OpenFiles = 1024;

    private readonly TemporaryFolder _folder = new();
    private readonly List<Socket> _sockets = [];

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_hub_refuses_and_still_serves()
    {
        await using var hub = await StartAsync();
        var room = await RoomAsync(hub);
        await using var alice = await ClassicClient.ConnectAsync(hub.Tcp);
        Assert.Equal("100 OK", await alice.AskAsync("REGISTER#alice"));
        // Each refused client stays, too, for as long as the hub lets it.
        for (var i = 1; i < room + 200; i++)
            await ConnectAsync(hub.Tcp);
        for (var i = 0; i < 100; i++)
            await ConnectAsync(hub.Tls);
        await using (var refused = await ClassicClient.ConnectAsync(hub.Tcp))
            Assert.Equal("429 TOO_MANY", await refused.ReadLineAsync());

        Assert.Equal(10_000, (await alice.LogInAsync("alice")).Balance);
        using var browser = new HttpClient();
        Assert.True((await browser.GetAsync(hub.Dashboard, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Handshakes_leave_room_for_sessions_of_what_room_there_is()
    {
        await using var hub = await StartAsync();
        var most = await RoomAsync(hub) / 4;
        for (var i = 0; i < most + 1; i++)
            await ConnectAsync(hub.Tls);
        // The one that has been silent for longest is dropped, long before its ten seconds.
        var ends = _sockets.Select(EndAsync).ToList();
        await (await Task.WhenAny(ends).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
    }

    private async Task<HubProcess> StartAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the hub learns from /proc how many files it may open");
        return await HubProcess.StartWithOpenFilesAsync(OpenFiles, _folder.Path);
    }

    private static async Task<int> RoomAsync(HubProcess hub)
    {
        var warning = await hub.Process.WaitForLineAsync(line => line.Contains("limit on open files", StringComparison.Ordinal));
        return int.Parse(Room().Match(warning).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private async Task ConnectAsync(System.Net.IPEndPoint endpoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        await socket.ConnectAsync(endpoint, TestContext.Current.CancellationToken);
    }

    private static async Task EndAsync(Socket socket)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1]);
        }
        catch (SocketException)
        {
            // A reset is an end, too.
        }
    }

    [GeneratedRegex("room for ([0-9]+)")]
    private static partial Regex Room();
}
