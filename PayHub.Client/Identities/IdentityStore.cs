using System.Globalization;
using System.Security.Cryptography;
using PayHub.Protocol.Keys;

namespace PayHub.Client.Identities;

/// <summary>The identities in a wallet's folder, one PKCS#8 PEM file an account (protocol.md, B6).</summary>
internal sealed class IdentityStore(HomeFolder home, TimeProvider clock)
{
    private const string EncryptedLabel = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

    /// <summary>The full path of an account's file.</summary>
    public string FileOf(string account) => home.File(NameOf(account));

    /// <summary>Whether an account has a key here.</summary>
    public bool Exists(string account) => File.Exists(FileOf(account));

    /// <summary>Whether an account's key needs a passphrase.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public bool IsEncrypted(string account) => home.Read(NameOf(account))?.Contains(EncryptedLabel, StringComparison.Ordinal) == true;

    /// <summary>The fingerprint of an account's key, which needs no passphrase.</summary>
    /// <returns>Null where there is no key, or its public half can't be read.</returns>
    public string? FingerprintOf(string account) =>
        home.Read(PublicNameOf(account)) is { } pem && PemEncoding.TryFind(pem, out var fields) && Exists(account)
        && PublicKey.TryImport(Convert.FromBase64String(pem[fields.Base64Data]), out var key)
            ? key.Fingerprint
            : null;

    /// <summary>Reads an account's key.</summary>
    /// <param name="account">The account's name, in any case.</param>
    /// <param name="passphrase">Null where the key is not encrypted.</param>
    /// <returns>Null where the passphrase is wrong.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">The file holds no key, or needs a passphrase.</exception>
    public WalletIdentity? Load(string account, string? passphrase)
    {
        var pem = home.Read(NameOf(account)) ?? throw new FileNotFoundException("No key for this account.", FileOf(account));
        try
        {
            return new WalletIdentity(account, passphrase is null ? Identity.FromPem(pem) : Identity.FromEncryptedPem(pem, passphrase));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Makes a key for an account and keeps it. A key that is there already is never overwritten.</summary>
    /// <param name="account">The account's name.</param>
    /// <param name="passphrase">Null to keep the key unencrypted.</param>
    /// <param name="cancel">Stops waiting for the folder.</param>
    /// <returns>Null where the account has a key already.</returns>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async Task<WalletIdentity?> CreateAsync(string account, string? passphrase, CancellationToken cancel)
    {
        using var held = await home.LockAsync(cancel);
        if (Exists(account))
            return null;
        var key = Identity.Create();
        home.Replace(PublicNameOf(account), PemEncoding.WriteString("PUBLIC KEY", key.Public.Spki) + "\n");
        home.Replace(NameOf(account), passphrase is null ? key.ToPem() : key.ToEncryptedPem(passphrase));
        return new WalletIdentity(account, key);
    }

    /// <summary>Puts an account's key aside, under another name in the same folder: nothing that may still open something is deleted.</summary>
    /// <returns>The full path where it is now; null where there was none.</returns>
    /// <exception cref="IOException">The file can't be moved.</exception>
    public async Task<string?> SetAsideAsync(string account, CancellationToken cancel)
    {
        using var held = await home.LockAsync(cancel);
        if (!Exists(account))
            return null;
        var aside = $"{FileOf(account)}.{clock.GetUtcNow().ToString("yyyyMMddTHHmmssfff", CultureInfo.InvariantCulture)}.old";
        File.Move(FileOf(account), aside);
        return aside;
    }

    /// <summary>
    /// Puts a key aside that was made just now and that no hub knows, unless another one is there by now. It is not deleted: another
    /// wallet on the same folder may have registered it meanwhile.
    /// </summary>
    /// <exception cref="IOException">It can't be moved.</exception>
    public async Task DiscardAsync(string account, PublicKey made)
    {
        if (FingerprintOf(account) == made.Fingerprint && await SetAsideAsync(account, CancellationToken.None) is not null)
            File.Delete(home.File(PublicNameOf(account)));
    }

    private static string PublicNameOf(string account) => $"identity-{account.ToLowerInvariant()}.pub";

    // Names differ by more than case only, and "con.pem" is a device on Windows.
    private static string NameOf(string account) => $"identity-{account.ToLowerInvariant()}.pem";
}
