using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

public sealed class HomeTests : IDisposable
{
    private static readonly HubAddress Address = new("hub.example", 8889);

    private readonly TemporaryFolder _folder = new();
    private readonly HomeFolder _home;

    public HomeTests() => _home = new HomeFolder(_folder.File("wallet"), TimeSpan.FromMilliseconds(200));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_and_its_files_are_the_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        _home.Replace("file", "text");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_home.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.File("file")));
        Assert.Equal(["file"], Directory.EnumerateFiles(_home.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Whoever_finds_the_folder_locked_waits_for_a_while_and_then_says_so()
    {
        using (await _home.LockAsync(TestContext.Current.CancellationToken))
        {
            var failed = await Assert.ThrowsAsync<IOException>(() => _home.LockAsync(TestContext.Current.CancellationToken));
            Assert.Contains("Another wallet keeps", failed.Message, StringComparison.Ordinal);
        }
        using var held = await _home.LockAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_key_opens_with_its_passphrase_alone_and_is_never_overwritten()
    {
        var store = new IdentityStore(_home, TimeProvider.System);
        Assert.False(store.Exists("alice"));
        using var made = await store.CreateAsync("alice", "correct horse", TestContext.Current.CancellationToken);
        Assert.NotNull(made);
        Assert.Null(await store.CreateAsync("ALICE", null, TestContext.Current.CancellationToken));
        Assert.True(store.IsEncrypted("Alice"));
        Assert.Null(store.Load("alice", "wrong horse"));
        using var loaded = store.Load("alice", "correct horse");
        Assert.Equal(made.Public, loaded!.Public);
        Assert.Equal(made.Public.Fingerprint, store.FingerprintOf("alice"));
        Assert.DoesNotContain("BEGIN PRIVATE KEY", await File.ReadAllTextAsync(store.FileOf("alice"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_set_aside_is_still_there()
    {
        var store = new IdentityStore(_home, TimeProvider.System);
        using var made = await store.CreateAsync("con", null, TestContext.Current.CancellationToken);
        var pem = await File.ReadAllTextAsync(store.FileOf("con"), TestContext.Current.CancellationToken);
        var aside = await store.SetAsideAsync("con", TestContext.Current.CancellationToken);
        Assert.Equal(pem, await File.ReadAllTextAsync(aside!, TestContext.Current.CancellationToken));
        Assert.False(store.Exists("con"));
        Assert.Null(await store.SetAsideAsync("con", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_file_that_holds_no_key_is_told_from_a_wrong_passphrase()
    {
        var store = new IdentityStore(_home, TimeProvider.System);
        _home.Replace("identity-alice.pem", "no key");
        Assert.Throws<InvalidDataException>(() => store.Load("alice", null));
    }

    [Fact]
    public async Task Known_hubs_are_one_a_line_and_survive_what_people_write_between_them()
    {
        var hubs = new KnownHubs(_home, TimeProvider.System);
        var (one, other) = (Identity.Create().Public.Fingerprint, Identity.Create().Public.Fingerprint);
        await hubs.TrustAsync(Address, one, "A hub\u001b[2J of\nours", TestContext.Current.CancellationToken);
        await hubs.TrustAsync(new HubAddress("::1", 1), other, "", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(hubs.File, "# mine\nnonsense\nx y z\r\n", TestContext.Current.CancellationToken);
        Assert.Equal((one, "A hub ofours"), (hubs.Find(Address)!.Fingerprint, hubs.Find(Address)!.Name));
        Assert.Equal(other, hubs.Find(new HubAddress("::1", 1))!.Fingerprint);
        Assert.Equal(one, hubs.Find(new HubAddress("HUB.example", 8889))!.Fingerprint);

        await hubs.TrustAsync(Address, other, "", TestContext.Current.CancellationToken);
        Assert.Equal(other, hubs.Find(Address)!.Fingerprint);
        Assert.Equal(2, hubs.All().Count);
        Assert.True(await hubs.ForgetAsync(Address, TestContext.Current.CancellationToken));
        Assert.False(await hubs.ForgetAsync(Address, TestContext.Current.CancellationToken));
        Assert.Null(hubs.Find(Address));
    }

    [Fact]
    public async Task Friends_keys_are_pinned_for_one_hub_and_told_apart()
    {
        var keys = new FriendKeys(_home, "alice", TimeProvider.System);
        var (one, other) = (Identity.Create().Public, Identity.Create().Public);
        Assert.False(keys.IsOther("hub", "bob", one));
        await keys.PinAsync("hub", "Bob", one, TestContext.Current.CancellationToken);
        Assert.Equal(one, new FriendKeys(_home, "ALICE", TimeProvider.System).Find("hub", "bob"));
        Assert.False(keys.IsOther("hub", "bob", one));
        Assert.True(keys.IsOther("hub", "bob", other));
        Assert.True(keys.IsOther("hub", "bob", null));
        Assert.False(keys.IsOther("another hub", "bob", other));
        await keys.PinAsync("hub", "bob", other, TestContext.Current.CancellationToken);
        Assert.Equal(other, keys.Find("hub", "bob"));
        await keys.ForgetAsync("hub", "bob", TestContext.Current.CancellationToken);
        Assert.Null(keys.Find("hub", "bob"));
    }
}
