using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PayHub.Data;
using PayHub.Data.Model;

namespace PayHub.Web.Operators;

/// <summary>
/// Identity's users, whose second steps a stolen database does not give away: recovery codes are kept as hashes, and keys of
/// authenticator apps encrypted by the key ring, which no backup of the database holds.
/// </summary>
public sealed class OperatorUsers(
    IUserStore<Operator> store, IOptions<IdentityOptions> options, IPasswordHasher<Operator> hasher, IEnumerable<IUserValidator<Operator>> users,
    IEnumerable<IPasswordValidator<Operator>> passwords, ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services,
    ILogger<UserManager<Operator>> logger)
    : UserManager<Operator>(store, options, hasher, users, passwords, normalizer, errors, services, logger)
{
    // 80 bits: enough that a hash without salt can't be turned back by trying.
    private const int RecoveryCodeBytes = 10;
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    private readonly IDataProtector _keys = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("PayHub.AuthenticatorKey");
    private readonly TimeProvider _clock = services.GetRequiredService<TimeProvider>();

    /// <inheritdoc/>
    public override Task<IdentityResult> CreateAsync(Operator user)
    {
        user.CreatedAt = _clock.Now();
        return base.CreateAsync(user);
    }

    /// <inheritdoc/>
    public override string GenerateNewAuthenticatorKey() => _keys.Protect(base.GenerateNewAuthenticatorKey());

    /// <summary>The key of the operator's authenticator app, base32; null where there is none, or the key ring that encrypted it is gone.</summary>
    public override async Task<string?> GetAuthenticatorKeyAsync(Operator user)
    {
        try
        {
            return await base.GetAuthenticatorKeyAsync(user) is { } kept ? _keys.Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Makes new recovery codes, which end the old ones. They are not to be had again.</summary>
    public override async Task<IEnumerable<string>?> GenerateNewTwoFactorRecoveryCodesAsync(Operator user, int number)
    {
        var codes = Enumerable.Range(0, number).Select(_ => CreateTwoFactorRecoveryCode()).ToList();
        await ((IUserTwoFactorRecoveryCodeStore<Operator>)Store).ReplaceCodesAsync(user, codes.Select(Hash), CancellationToken);
        return (await UpdateAsync(user)).Succeeded ? codes : null;
    }

    /// <inheritdoc/>
    public override Task<IdentityResult> RedeemTwoFactorRecoveryCodeAsync(Operator user, string code) =>
        base.RedeemTwoFactorRecoveryCodeAsync(user, Hash(code));

    /// <inheritdoc/>
    protected override string CreateTwoFactorRecoveryCode()
    {
        var letters = new string(RandomNumberGenerator.GetItems<char>(Base32, RecoveryCodeBytes * 8 / 5));
        return string.Join('-', letters.Chunk(4).Select(four => new string(four)));
    }

    // As typed from paper: with or without dashes and blanks, in any case.
    private static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant())));
}
