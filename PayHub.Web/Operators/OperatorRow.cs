namespace PayHub.Web.Operators;

/// <summary>Whether an operator may sign in.</summary>
public enum OperatorState
{
    /// <summary>May.</summary>
    Active,

    /// <summary>May again in some minutes, after too many wrong passwords or codes.</summary>
    Locked,

    /// <summary>May not, until an Admin enables them again.</summary>
    Disabled,
}

/// <summary>An operator, as Admins see them.</summary>
/// <param name="Id">The Identity id.</param>
/// <param name="Email">The e-mail address, by which they sign in.</param>
/// <param name="Role">One of the roles; empty for none.</param>
/// <param name="State">Whether they may sign in.</param>
/// <param name="LastSignInAt">When they last did; null for never.</param>
/// <param name="HasAuthenticator">Whether a password is not enough.</param>
/// <param name="Passkeys">How many passkeys they have.</param>
public sealed record OperatorRow(
    string Id, string Email, string Role, OperatorState State, DateTimeOffset? LastSignInAt, bool HasAuthenticator, int Passkeys);

/// <summary>A one-time link that nobody used yet.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Email">For whom.</param>
/// <param name="Role">The role that comes with it; empty where it lets an operator in who is there already.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="IsExpired">Whether it has ended.</param>
public sealed record LinkRow(long Id, string Email, string Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool IsExpired);
