using Microsoft.AspNetCore.Identity;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Web.Operators;

/// <summary>Makes Admins.</summary>
/// <param name="users">Identity's users.</param>
/// <param name="db">The context that <paramref name="users"/> saves with, in the same scope.</param>
/// <param name="gate">Held while an Admin is made.</param>
/// <param name="audit">Told of who came by a link.</param>
public sealed class FirstAdmin(UserManager<Operator> users, PayHubDbContext db, WriteGate gate, AuditTrail audit)
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
        return [.. errors.Select(e => e.Description), .. await users.ProblemsAsync(candidate, password)];
    }

    /// <summary>Makes an Admin as the settings say, wholly or not at all.</summary>
    /// <exception cref="InvalidOperationException">Identity refused; see <see cref="CheckAsync"/>.</exception>
    public async Task CreateAsync(string email, string password)
    {
        var admin = await ReadyAsync(email, password);
        // Identity saves the operator and the role one after the other: a kill between them must not leave half an Admin.
        using var held = await gate.EnterAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await AddAsync(admin);
        await transaction.CommitAsync();
    }

    /// <summary>Makes the Admin who opened a one-time link, wholly or not at all, with its audit row.</summary>
    /// <param name="email">Who.</param>
    /// <param name="password">The password.</param>
    /// <param name="ip">From where.</param>
    /// <exception cref="InvalidOperationException">Identity refused; see <see cref="CheckAsync"/>.</exception>
    public async Task<Operator> JoinAsync(string email, string password, string ip)
    {
        var admin = await ReadyAsync(email, password);
        var act = new OperatorAct(admin.Id, email, ip, "operator.join", "operator", email, null) { After = OperatorRoles.Admin };
        await audit.TryWriteAsync(db, act, LiveTopics.Operators, async () =>
        {
            await AddAsync(admin);
            return true;
        });
        return admin;
    }

    private async Task<Operator> ReadyAsync(string email, string password)
    {
        var admin = New(email);
        if (await users.ProblemsAsync(admin, password) is { Count: > 0 } problems)
            IdentityResult.Failed([.. problems.Select(problem => new IdentityError { Description = problem })]).Require(Refused);
        users.SetHash(admin, password);
        return admin;
    }

    private async Task AddAsync(Operator admin)
    {
        (await users.CreateAsync(admin)).Require(Refused);
        (await users.AddToRoleAsync(admin, OperatorRoles.Admin)).Require(Refused);
    }

    private static Operator New(string email) => new() { UserName = email, Email = email, EmailConfirmed = true };
}
