using PayHub.Data.Ledger;
using PayHub.Data.Storage;
using PayHub.Host;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>What <c>verify</c> finds about signed payments that were changed behind the hub's back.</summary>
public sealed class SignedVerifyTests(SignedVerifyTests.Sample sample) : IClassFixture<SignedVerifyTests.Sample>
{
    [Fact]
    public async Task Signatures_of_old_and_new_keys_verify()
    {
        var report = await VerifyAsync(sample.File);
        Assert.Null(report.Fault);
        Assert.Equal(3, report.Signatures);
    }

    [Theory]
    [InlineData("UPDATE payment_proofs SET jws = (SELECT jws FROM payment_proofs WHERE transfer_id = 4) WHERE transfer_id = 3", "transfer 3: is not the payment that its payer signed")]
    [InlineData("UPDATE payment_proofs SET jws = substr(jws, 1, length(jws) - 2) || x'4141' WHERE transfer_id = 3", "transfer 3: holds a signed payment that key row 1 did not sign")]
    [InlineData("UPDATE payment_proofs SET jws = x'00' WHERE transfer_id = 3", "transfer 3: holds a signed payment that key row 1 did not sign")]
    [InlineData("UPDATE payment_proofs SET key_id = 2 WHERE transfer_id = 3", "transfer 3: was authorised by key row 2, which was not its payer's at that time")]
    [InlineData("UPDATE payment_proofs SET key_id = 99 WHERE transfer_id = 3", "transfer 3: was authorised by key row 99")]
    [InlineData("UPDATE payment_proofs SET key_id = key_id + 0.5 WHERE transfer_id = 3", "transfer 3: was authorised by key row 1, which was not its payer's at that time")]
    [InlineData("UPDATE payment_proofs SET key_id = '1abc' WHERE transfer_id = 3", "transfer 3: was authorised by key row 1, which was not its payer's at that time")]
    [InlineData("UPDATE payment_ids SET transfer_id = 3.5 WHERE transfer_id = 3", "transfer 3: is not what payment id")]
    [InlineData("DELETE FROM payment_proofs WHERE transfer_id = 3", "transfer 3")]
    [InlineData("DELETE FROM payment_proofs WHERE transfer_id = 4", "transfer 4: is a payment without a signature from an account with a key")]
    [InlineData("UPDATE account_keys SET spki = (SELECT spki FROM account_keys WHERE id = 2) WHERE id = 1", "transfer 3: holds a signed payment that key row 1 did not sign")]
    [InlineData("UPDATE account_keys SET account_id = 3 WHERE id = 1", "transfer 3: was authorised by key row 1, which was not its payer's")]
    [InlineData("UPDATE account_keys SET to_transfer = 3 WHERE id = 1", "transfer 4: was authorised by key row 1, which was not its payer's")]
    [InlineData("UPDATE account_keys SET from_transfer = 3 WHERE id = 1", "transfer 3: was authorised by key row 1, which was not its payer's")]
    [InlineData("UPDATE transfers SET memo = 'coffee' WHERE id = 3", "transfer 3: is not the payment that its payer signed")]
    [InlineData("UPDATE payment_ids SET content_hash = x'00' WHERE transfer_id = 3", "transfer 3: is not what payment id")]
    [InlineData("UPDATE payment_ids SET outcome = 350 WHERE transfer_id = 3", "transfer 3: is not what payment id")]
    [InlineData("UPDATE payment_ids SET transfer_id = 4 WHERE transfer_id = 3", "transfer 3: is not what payment id")]
    [InlineData("UPDATE payment_ids SET payment_id = payment_id || 'x' WHERE transfer_id = 3", "transfer 3: is not what payment id")]
    [InlineData("UPDATE payment_ids SET keep_until = 5 WHERE transfer_id = 3", "transfer 3: is not what payment id")]
    [InlineData("DELETE FROM payment_ids WHERE transfer_id = 5", "transfer 5: is not what payment id")]
    [InlineData("INSERT INTO payment_ids VALUES (2, 'aaaaaaaaaaaaaaaaaaaaaa', x'00', 100, 4, NULL)", "4 executed payment ids, but 3 signed payments")]
    [InlineData("DELETE FROM hub_keys", "transfer 3: was signed for another hub")]
    [InlineData("UPDATE hub_keys SET to_at = 5", "transfer 3: was signed for another hub, or for a key that the hub did not have at that time")]
    [InlineData("UPDATE hub_keys SET from_at = 9000000000000000000", "transfer 3: was signed for another hub, or for a key that the hub did not have at that time")]
    [InlineData("UPDATE transfers SET at = at + 86400000000 WHERE id > 2; UPDATE blocks SET at = at + 86400000000 WHERE last_id > 2", "transfer 3: was executed after the time for which it was signed")]
    [InlineData("UPDATE audit SET reason = 'mine'", "audit row 1: differs from its hash")]
    [InlineData("UPDATE audit SET id = 2", "audit row 1 is missing")]
    [InlineData("UPDATE audit SET prev_hash = x'00'", "audit row 1: does not name the row before it")]
    [InlineData("DELETE FROM audit", "the head does not name the last row of the audit")]
    public async Task A_change_around_a_signature_is_found_and_named(string sql, string named)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("payhub.db");
        TestDatabase.Copy(sample.File, file);
        TestDatabase.Tamper(file, "DROP INDEX ix_account_keys_spki_hash; " + sql);
        Assert.Contains(named, (await VerifyAsync(file)).Fault, StringComparison.Ordinal);
    }

    private static Task<VerificationReport> VerifyAsync(string file) =>
        new LedgerVerifier(new PayHubDatabase($"Data Source={file};Pooling=False", new WriteGate()), new SignatureCheck()).VerifyAsync();

    /// <summary>Transfers 3 and 4 signed by alice's first key, 5 by her second.</summary>
    public sealed class Sample : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string File => _folder.File("payhub.db");

        public async ValueTask InitializeAsync()
        {
            await using var rig = await LedgerRig.StartAsync(folder: _folder.Path);
            var alice = await SignedPayer.OpenAsync(rig, "alice");
            await rig.OpenAsync("bob");
            Assert.Equal(3, (await alice.SubmitAsync(alice.Sign(10, "bob", memo: "tea"))).TransferId);
            await alice.SubmitAsync(alice.Sign(11, "bob"));
            var second = Identity.Create();
            var code = await rig.Ledger.OpenEnrolmentAsync("alice", LedgerRig.Act);
            await rig.Ledger.EnrolAsync("alice", code!, second.Public.Spki);
            Assert.Equal(5, (await alice.With(second).SubmitAsync(alice.With(second).Sign(12, "bob"))).TransferId);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
