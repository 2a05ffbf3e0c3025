using CsCheck;
using PayHub.Client.Identities;
using PayHub.Client.Payments;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

public sealed class PaymentStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly PaymentStore _store;

    public PaymentStoreTests() => _store = Open();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_kept_is_there_for_the_next_process_with_the_same_bytes()
    {
        var intent = Intent("one") with { Memo = "für \"Käse\"\n" };
        await _store.SaveAsync(intent, TestContext.Current.CancellationToken);
        Assert.Equal(intent, Open().Find("one"));
        Assert.Equal([intent], Open().Open("hub"));
        Assert.Empty(Open().Open("another hub"));
        Assert.Null(Open().Find("two"));
    }

    [Fact]
    public async Task What_is_closed_stays_closed()
    {
        await _store.SaveAsync(Intent("one"), TestContext.Current.CancellationToken);
        Assert.True(await _store.CloseAsync("one", IntentState.Executed, transfer: 7));
        Assert.False(await _store.CloseAsync("one", IntentState.Refused, refusal: "350 INSUFFICIENT_FUNDS"));
        await _store.SaveAsync(Intent("one"), TestContext.Current.CancellationToken);
        Assert.Equal((IntentState.Executed, 7), (_store.Find("one")!.State, _store.Find("one")!.Transfer));
        Assert.Empty(_store.Open("hub"));
        Assert.True(await _store.CloseAsync("two", IntentState.Expired));
        Assert.Null(_store.Find("two"));
    }

    [Fact]
    public async Task Only_the_owner_can_read_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        await _store.SaveAsync(Intent("one"), TestContext.Current.CancellationToken);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_store.File));
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_a_line_loses_nothing_that_was_kept_before_and_nothing_that_comes_after()
    {
        await _store.SaveAsync(Intent("one"), TestContext.Current.CancellationToken);
        var whole = await File.ReadAllBytesAsync(_store.File, TestContext.Current.CancellationToken);
        await _store.SaveAsync(Intent("two"), TestContext.Current.CancellationToken);
        var both = await File.ReadAllBytesAsync(_store.File, TestContext.Current.CancellationToken);
        for (var length = whole.Length; length < both.Length - 1; length++)
        {
            await File.WriteAllBytesAsync(_store.File, both[..length], TestContext.Current.CancellationToken);
            Assert.Equal(["one"], Open().All().Select(intent => intent.Id));
        }
        await _store.SaveAsync(Intent("three"), TestContext.Current.CancellationToken);
        Assert.Equal(["one", "three"], Open().All().Select(intent => intent.Id));
    }

    [Fact]
    public async Task Many_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(async () =>
        {
            var store = Open();
            await store.SaveAsync(Intent($"{number}"));
            await store.CloseAsync($"{number}", IntentState.Executed, number);
        })));
        Assert.Equal(40, Open().All().Count(intent => intent.State == IntentState.Executed && $"{intent.Transfer}" == intent.Id));
    }

    [Fact]
    public async Task A_large_file_is_made_small_and_keeps_what_is_open()
    {
        await _store.SaveAsync(Intent("open"), TestContext.Current.CancellationToken);
        var large = Intent("closed") with { Jws = new string('x', 100_000) };
        for (var number = 0; number < 12; number++)
        {
            await _store.SaveAsync(large with { Id = $"{number}" }, TestContext.Current.CancellationToken);
            await _store.CloseAsync($"{number}", IntentState.Cancelled);
        }
        Assert.True(new FileInfo(_store.File).Length < 1_500_000);
        Assert.Equal("open", _store.All()[0].Id);
        Assert.Equal(13, _store.All().Count);
    }

    [Fact]
    public void Whatever_stands_in_the_file_reading_never_fails() =>
        Gen.String[Gen.Char["{}[]\":,\n0aIdJws\0é"], 0, 200].Sample(text =>
        {
            Directory.CreateDirectory(_folder.File("wallet"));
            File.WriteAllText(_store.File, text);
            Open().All();
        }, iter: 300, threads: 1);

    private PaymentStore Open() => new(new HomeFolder(_folder.File("wallet")), "Alice");

    private static PaymentIntent Intent(string id) => new(id, "hub", "alice", "bob", 125, null, Now.AddMinutes(10), $"jws-of-{id}", true, Now);
}
