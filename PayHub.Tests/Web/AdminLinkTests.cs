using PayHub.Data.Storage;
using PayHub.Web.Operators;

namespace PayHub.Tests.Web;

public sealed class AdminLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payhub-link-").FullName;
    private readonly MovableClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_link_made_by_one_process_opens_once_in_another()
    {
        var token = await NewTokenAsync();
        var host = New();
        Assert.Equal(AdminLinkState.Valid, host.Check(token));
        Assert.True(host.TryTake(token));
        Assert.False(host.TryTake(token));
        Assert.Equal(AdminLinkState.Unknown, host.Check(token));
    }

    [Fact]
    public async Task A_link_holds_fifteen_minutes()
    {
        var token = await NewTokenAsync();
        _clock.Ahead = AdminLink.Lifetime - TimeSpan.FromSeconds(1);
        Assert.Equal(AdminLinkState.Valid, New().Check(token));
        _clock.Ahead = AdminLink.Lifetime;
        Assert.Equal(AdminLinkState.Expired, New().Check(token));
        Assert.False(New().TryTake(token));
    }

    [Fact]
    public async Task A_newer_link_ends_the_older()
    {
        var older = await NewTokenAsync();
        var newer = await NewTokenAsync();
        Assert.Equal(AdminLinkState.Unknown, New().Check(older));
        Assert.Equal(AdminLinkState.Valid, New().Check(newer));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not base64!")]
    public async Task Anything_else_opens_nothing(string? token)
    {
        Assert.Equal(AdminLinkState.Unknown, New().Check(token));
        await NewTokenAsync();
        Assert.Equal(AdminLinkState.Unknown, New().Check(token));
    }

    [Fact]
    public async Task The_file_is_the_owners_alone_and_holds_no_token()
    {
        var token = await NewTokenAsync();
        var file = Assert.Single(Directory.GetFiles(_folder));
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Of_many_at_once_one_gets_in()
    {
        var token = await NewTokenAsync();
        var host = New();
        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => host.TryTake(token), Stop)));
        Assert.Single(taken, true);
    }

    private AdminLink New() => new(new DataDirectory(_folder), _clock);

    private async Task<string> NewTokenAsync() => (await New().CreateAsync(Stop)).Split("token=")[1];

    private sealed class MovableClock : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow();

        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => _start + Ahead;
    }
}
