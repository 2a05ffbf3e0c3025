using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Protocol.Keys;

namespace PayHub.Tcp.Keys;

/// <summary>Which keys the hub had, and when. Rows are never removed: stored payments name the fingerprint that they were made for.</summary>
/// <param name="database">Where they are kept.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class HubKeyRecords(PayHubDatabase database, TimeProvider clock)
{
    /// <summary>The fingerprint of the identity key in use; null before the first start.</summary>
    public Task<string?> CurrentIdentityAsync(CancellationToken cancellationToken) => CurrentFingerprintAsync(IsIdentity, cancellationToken);

    /// <summary>The fingerprint of the sealing key in use; null before the first start.</summary>
    public Task<string?> CurrentSealingAsync(CancellationToken cancellationToken) => CurrentFingerprintAsync(IsSealing, cancellationToken);

    /// <summary>Notes the identity key in use; the one before it ends now.</summary>
    public Task RecordIdentityAsync(byte[] spki, CancellationToken cancellationToken) => RecordAsync(spki, IsIdentity, cancellationToken);

    /// <summary>Notes the sealing key in use; the one before it ends now.</summary>
    public Task RecordSealingAsync(byte[] spki, CancellationToken cancellationToken) =>
        RecordAsync(spki, IsSealing, cancellationToken);

    private async Task<string?> CurrentFingerprintAsync(Func<HubKey, bool> isOfKind, CancellationToken cancellationToken)
    {
        await using var context = database.OpenRead();
        return (await CurrentAsync(context, isOfKind, cancellationToken))?.Fingerprint;
    }

    private async Task RecordAsync(byte[] spki, Func<HubKey, bool> isOfKind, CancellationToken cancellationToken)
    {
        var fingerprint = Fingerprint.Of(spki);
        await using var context = database.OpenWrite();
        var current = await CurrentAsync(context, isOfKind, cancellationToken);
        if (current?.Fingerprint == fingerprint)
            return;
        // The ledger's time may be ahead of the clock: what a key was good for lies within its period.
        var now = Math.Max(clock.Now(), await context.Blocks.MaxAsync(b => (long?)b.At, cancellationToken) ?? 0);
        current?.ToAt = now;
        if (await context.Set<HubKey>().FindAsync([fingerprint], cancellationToken) is { } former)
            // The hub returns to a key that it had: one period, from the first use on.
            former.ToAt = null;
        else
            context.Add(new HubKey { Fingerprint = fingerprint, Spki = spki, FromAt = now });
        await context.SaveChangesAsync(cancellationToken);
    }

    private static async Task<HubKey?> CurrentAsync(DbContext context, Func<HubKey, bool> isOfKind, CancellationToken cancellationToken)
    {
        var inUse = await context.Set<HubKey>().Where(key => key.ToAt == null).ToListAsync(cancellationToken);
        return inUse.SingleOrDefault(isOfKind);
    }

    // The two kinds differ in their algorithm: P-256 and RSA.
    private static bool IsIdentity(HubKey key) => PublicKey.TryImport(key.Spki, out _);

    private static bool IsSealing(HubKey key) => !IsIdentity(key);
}
