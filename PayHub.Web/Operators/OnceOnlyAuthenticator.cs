using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using PayHub.Data.Model;

namespace PayHub.Web.Operators;

/// <summary>Codes of authenticator apps, each of which is taken once (RFC 6238, 5.2); Identity's own takes them as long as they are valid.</summary>
/// <param name="used">Those taken already.</param>
internal sealed class OnceOnlyAuthenticator(UsedCodes used) : AuthenticatorTokenProvider<Operator>
{
    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Operator> manager, Operator user) =>
        // Six digits and nothing else: Identity compares numbers, and would take 0123456 for 123456 a second time.
        token is { Length: 6 } && token.All(char.IsAsciiDigit)
        && await base.ValidateAsync(purpose, token, manager, user) && used.TryUse(user.Id, token);
}

/// <summary>The codes that were taken in the last minutes, in memory: after a restart the newest is valid for two minutes at most.</summary>
/// <param name="clock">The hub's clock.</param>
internal sealed class UsedCodes(TimeProvider clock)
{
    // Identity takes codes of 90 seconds before and after now.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(4);

    private readonly ConcurrentDictionary<(string Operator, string Code), DateTimeOffset> _used = new();

    /// <summary>Whether this is the first use. Of callers at the same time, one gets true.</summary>
    public bool TryUse(string operatorId, string code)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, at) in _used)
            if (now - at > Kept)
                _used.TryRemove(old, out _);
        return _used.TryAdd((operatorId, code), now);
    }
}
