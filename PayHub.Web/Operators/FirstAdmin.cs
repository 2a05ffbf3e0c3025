using Microsoft.AspNetCore.Identity;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Web.Operators;

/// <summary>Makes Admins.</summary>
/// <param name="users">Identity's users.</param>
/// <param name="db">The context that <paramref name="users"/> saves with, in the same scope.</param>
/// <param name="gate">Held while an Admin is made.</param>
public sealed class FirstAdmin(UserManager<Operator> users, PayHubDbContext db, WriteGate gate)
{
    private const string Refused = "The operator could not be created";

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

    /// <summary>Makes an Admin, wholly or not at all.</summary>
    /// <exception cref="InvalidOperationException">Identity refused; see <see cref="CheckAsync"/>.</exception>
    public async Task<Operator> CreateAsync(string email, string password)
    {
        var admin = New(email);
        // Identity saves the operator and the role one after the other: a kill between them must not leave half an Admin.
        using var held = await gate.EnterAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        (await users.CreateAsync(admin, password)).Require(Refused);
        (await users.AddToRoleAsync(admin, OperatorRoles.Admin)).Require(Refused);
        await transaction.CommitAsync();
        return admin;
    }

    private static Operator New(string email) => new() { UserName = email, Email = email, EmailConfirmed = true };
}
