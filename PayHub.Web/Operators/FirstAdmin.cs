using Microsoft.AspNetCore.Identity;
using PayHub.Data.Model;

namespace PayHub.Web.Operators;

/// <summary>Makes Admins.</summary>
/// <param name="users">Identity's users.</param>
public sealed class FirstAdmin(UserManager<Operator> users)
{
    /// <summary>Checks what a new Admin would be made of, without making one.</summary>
    /// <returns>What is wrong, in words for the person who typed it; empty for nothing.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(string email, string password)
    {
        var candidate = New(email);
        var errors = new List<IdentityError>();
        foreach (var validator in users.UserValidators)
            errors.AddRange((await validator.ValidateAsync(users, candidate)).Errors);
        foreach (var validator in users.PasswordValidators)
            errors.AddRange((await validator.ValidateAsync(users, candidate, password)).Errors);
        return [.. errors.Select(e => e.Description).Distinct()];
    }

    /// <summary>Makes an Admin.</summary>
    /// <exception cref="InvalidOperationException">Identity refused; see <see cref="CheckAsync"/>.</exception>
    public async Task<Operator> CreateAsync(string email, string password)
    {
        var admin = New(email);
        Require(await users.CreateAsync(admin, password));
        Require(await users.AddToRoleAsync(admin, OperatorRoles.Admin));
        return admin;
    }

    private static Operator New(string email) => new() { UserName = email, Email = email, EmailConfirmed = true };

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException($"The operator could not be created: {string.Join(" ", result.Errors.Select(e => e.Description))}");
    }
}
