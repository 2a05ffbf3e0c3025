using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Tests.Web;

public sealed class SearchQueriesTests
{
    private const string Id = "Zm9vYmFyYmF6cXV4cXV1eA";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_are_found_by_their_beginning_the_exact_one_first()
    {
        await using var scratch = ScratchLedger.Create("annabel", "Ann", "anna", "bob");
        await scratch.SaveAsync();
        var answer = await Search(scratch).SearchAsync(" ANN ", Stop);
        Assert.Equal(["Ann", "anna", "annabel"], answer.Hits.Select(h => h.Account));
        Assert.False(answer.Partial);
        Assert.Empty((await Search(scratch).SearchAsync("  ", Stop)).Hits);
        Assert.Empty((await Search(scratch).SearchAsync("%", Stop)).Hits);
    }

    [Fact]
    public async Task A_number_is_a_transfer_and_may_be_a_name()
    {
        await using var scratch = ScratchLedger.Create("alice", "2nd");
        for (var i = 0; i < 3; i++)
            scratch.Transfer(2, 3, 5);
        await scratch.SaveAsync();
        var both = await Search(scratch).SearchAsync("2", Stop);
        Assert.Equal([(SearchKind.Transfer, "#2", "alice → 2nd"), (SearchKind.Account, "2nd", "")], both.Hits.Select(h => (h.Kind, h.Title, h.Detail)));
        var one = Assert.Single((await Search(scratch).SearchAsync("#2", Stop)).Hits);
        Assert.Equal(2, one.TransferId);
        Assert.Empty((await Search(scratch).SearchAsync("#99999999999999999999", Stop)).Hits);
    }

    [Fact]
    public async Task A_payment_is_found_by_its_payers_id_whatever_became_of_it()
    {
        await using var scratch = ScratchLedger.Create();
        for (var i = 0; i < 20; i++)
            scratch.Account($"a{i}", kind: KeyKind.Keyed);
        scratch.Transfer(2, 3, 5);
        await scratch.SaveAsync();
        await AddAsync(scratch, new PaymentId { PayerId = 2, Value = Id, ContentHash = [], Outcome = (int)TransferOutcome.Executed, TransferId = 1 });
        await AddAsync(scratch, new PaymentId { PayerId = 21, Value = Id, ContentHash = [], Outcome = (int)TransferOutcome.Frozen });
        var hits = (await Search(scratch).SearchAsync(Id, Stop)).Hits;
        Assert.Equal(
            [("a0", 1L, null), ("a19", null, TransferOutcome.Frozen)],
            hits.Select(h => (h.Account!, h.TransferId, h.Refused)).Order());
        Assert.Empty((await Search(scratch).SearchAsync(Id.ToUpperInvariant(), Stop)).Hits);
    }

    [Fact]
    public async Task A_search_through_too_many_payers_says_that_it_did_not_get_through()
    {
        await using var scratch = ScratchLedger.Create();
        for (var i = 0; i < 2_001; i++)
            scratch.Account($"a{i}", kind: KeyKind.Keyed);
        await scratch.SaveAsync();
        Assert.False((await Search(scratch).SearchAsync(Id, Stop)).Partial);
        Assert.True((await Search(scratch, new HurryingClock(TimeSpan.FromSeconds(1))).SearchAsync(Id, Stop)).Partial);
    }

    [Fact]
    public async Task A_key_is_found_by_its_fingerprint()
    {
        await using var scratch = ScratchLedger.Create("alice");
        await scratch.SaveAsync();
        var hash = System.Security.Cryptography.SHA256.HashData([1, 2, 3]);
        await AddAsync(scratch, new AccountKey { Id = 1, AccountId = 2, Spki = [1, 2, 3], SpkiHash = hash });
        var fingerprint = System.Buffers.Text.Base64Url.EncodeToString(hash);
        var hit = Assert.Single((await Search(scratch).SearchAsync(fingerprint, Stop)).Hits);
        Assert.Equal((SearchKind.Key, "alice"), (hit.Kind, hit.Account));
    }

    private static SearchQueries Search(ScratchLedger scratch, TimeProvider? clock = null) =>
        new(scratch.Database, new AccountQueries(scratch.Database), clock ?? TimeProvider.System);

    private static async Task AddAsync(ScratchLedger scratch, object row)
    {
        await using var db = scratch.Database.OpenWrite();
        db.Add(row);
        await db.SaveChangesAsync(Stop);
    }
}
