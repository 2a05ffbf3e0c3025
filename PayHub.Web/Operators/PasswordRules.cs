using Microsoft.AspNetCore.Identity;
using PayHub.Data.Model;

namespace PayHub.Web.Operators;

/// <summary>A new password: checked and hashed before the database is held, because hashing is slow on purpose.</summary>
internal static class PasswordRules
{
    /// <summary>What is wrong with a password, in words for the person who typed it; empty for nothing.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(this UserManager<Operator> users, Operator who, string password)
    {
        var errors = new List<IdentityError>();
        foreach (var validator in users.PasswordValidators)
            errors.AddRange((await validator.ValidateAsync(users, who, password)).Errors);
        return [.. errors.Select(e => e.Description).Distinct()];
    }

    /// <summary>Puts the password's hash into the operator, who is still to be saved, with a new security stamp.</summary>
    public static void SetHash(this UserManager<Operator> users, Operator who, string password) =>
        who.PasswordHash = users.PasswordHasher.HashPassword(who, password);
}
