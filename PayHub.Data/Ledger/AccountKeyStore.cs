using System.Security.Cryptography;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>The writer's statements on <c>account_keys</c> and <c>enrolments</c>.</summary>
internal sealed class AccountKeyStore(sqlite3 connection) : IDisposable
{
    private const int MostTries = 5;

    private readonly PreparedCommand _isBound = new(
        connection, "SELECT 1 FROM account_keys WHERE spki_hash = $hash AND to_transfer IS NULL", "$hash");

    private readonly PreparedCommand _bind = new(
        connection,
        "INSERT INTO account_keys (id, account_id, spki, spki_hash, from_transfer) VALUES ($id, $account, $spki, $hash, $from)",
        "$id", "$account", "$spki", "$hash", "$from");

    private readonly PreparedCommand _end = new(
        connection, "UPDATE account_keys SET to_transfer = $to WHERE account_id = $account AND to_transfer IS NULL", "$account", "$to");

    private readonly PreparedCommand _openEnrolment = new(
        connection,
        "INSERT OR REPLACE INTO enrolments (account_id, code_hash, expires_at, tries) VALUES ($account, $hash, $expires, 0)",
        "$account", "$hash", "$expires");

    private readonly PreparedCommand _findEnrolment = new(
        connection, "SELECT code_hash, expires_at, tries FROM enrolments WHERE account_id = $account", "$account");

    private readonly PreparedCommand _countTry = new(
        connection, "UPDATE enrolments SET tries = tries + 1 WHERE account_id = $account", "$account");

    private readonly PreparedCommand _closeEnrolment = new(connection, "DELETE FROM enrolments WHERE account_id = $account", "$account");

    /// <summary>Whether a key is some account's now.</summary>
    public bool IsBound(byte[] spki)
    {
        using var row = _isBound.Read(SHA256.HashData(spki));
        return row.Read();
    }

    public void Bind(long id, long accountId, byte[] spki, long fromTransfer) =>
        _bind.Execute(id, accountId, spki, SHA256.HashData(spki), fromTransfer);

    public void End(long accountId, long toTransfer) => _end.Execute(accountId, toTransfer);

    public void OpenEnrolment(long accountId, byte[] codeHash, long expiresAt) => _openEnrolment.Execute(accountId, codeHash, expiresAt);

    public void CloseEnrolment(long accountId) => _closeEnrolment.Execute(accountId);

    /// <summary>Whether a code opens the account's window now. A wrong one is counted; after five the window is over.</summary>
    public bool TryEnrolment(long accountId, byte[] codeHash, long at)
    {
        byte[] expected;
        using (var row = _findEnrolment.Read(accountId))
        {
            if (!row.Read() || row.Int64(1) <= at || row.Int32(2) >= MostTries)
                return false;
            expected = row.Bytes(0);
        }
        if (CryptographicOperations.FixedTimeEquals(expected, codeHash))
            return true;
        _countTry.Execute(accountId);
        return false;
    }

    public void Dispose()
    {
        _isBound.Dispose();
        _bind.Dispose();
        _end.Dispose();
        _openEnrolment.Dispose();
        _findEnrolment.Dispose();
        _countTry.Dispose();
        _closeEnrolment.Dispose();
    }
}
