using Microsoft.EntityFrameworkCore;

namespace PayHub.Data.Ledger;

/// <summary>
/// Finds rows whose columns hold another type than they should. SQLite keeps anything in any column and converts it when it is
/// read: a balance of 10.5 would pass for 10.
/// </summary>
internal static class StoredTypes
{
    /// <summary>The first transfer whose sum of reversals holds another type.</summary>
    public static Task<long?> FirstWrongTotalAsync(PayHubDbContext context, long after, CancellationToken cancellationToken) =>
        FirstAsync(
            context,
            $"""
            SELECT transfer_id AS Value FROM reversal_totals
            WHERE transfer_id > {after} AND (typeof(original) <> 'integer' OR typeof(reversed) <> 'integer')
            ORDER BY transfer_id LIMIT 1
            """,
            cancellationToken);

    /// <summary>The head, where its columns hold another type.</summary>
    public static Task<long?> WrongHeadAsync(PayHubDbContext context, CancellationToken cancellationToken) =>
        FirstAsync(
            context,
            $"""
            SELECT id AS Value FROM ledger_head
            WHERE typeof(last_transfer) <> 'integer' OR typeof(last_block) <> 'integer' OR typeof(last_hash) <> 'blob'
                OR typeof(indexed_to) <> 'integer' OR typeof(last_audit) <> 'integer' OR typeof(audit_hash) <> 'blob'
            """,
            cancellationToken);

    private static async Task<long?> FirstAsync(PayHubDbContext context, FormattableString sql, CancellationToken cancellationToken)
    {
        var found = await context.Database.SqlQuery<long>(sql).ToListAsync(cancellationToken);
        return found.Count == 0 ? null : found[0];
    }
}
