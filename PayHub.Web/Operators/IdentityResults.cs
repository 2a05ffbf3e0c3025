using Microsoft.AspNetCore.Identity;

namespace PayHub.Web.Operators;

internal static class IdentityResults
{
    /// <exception cref="InvalidOperationException">Identity refused, for the reasons told.</exception>
    public static void Require(this IdentityResult result, string otherwise)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException($"{otherwise}: {string.Join(" ", result.Errors.Select(e => e.Description))}");
    }
}
