using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace PayHub.Web.Operators;

/// <summary>What Identity may say to somebody who chooses an address or a password, in the page's language.</summary>
/// <param name="t">The texts.</param>
internal sealed class OperatorErrors(IStringLocalizer<Words> t) : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) => Said(base.PasswordTooShort(length), t["The password needs at least {0} characters.", length]);

    public override IdentityError InvalidEmail(string? email) => Said(base.InvalidEmail(email), t["This is not an e-mail address."]);

    public override IdentityError InvalidUserName(string? userName) => Said(base.InvalidUserName(userName), t["This is not an e-mail address."]);

    public override IdentityError DuplicateEmail(string email) => Said(base.DuplicateEmail(email), t["There is an operator with this address already."]);

    public override IdentityError DuplicateUserName(string userName) => Said(base.DuplicateUserName(userName), t["There is an operator with this address already."]);

    public override IdentityError PasswordMismatch() =>
        Said(base.PasswordMismatch(), t["The password is wrong, or the account is locked for some minutes."]);

    public override IdentityError ConcurrencyFailure() =>
        Said(base.ConcurrencyFailure(), t["Something else changed your account at the same moment. Try again."]);

    private static IdentityError Said(IdentityError error, string text) => new() { Code = error.Code, Description = text };
}
