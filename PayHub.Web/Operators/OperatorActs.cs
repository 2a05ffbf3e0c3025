using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Web.Security;

namespace PayHub.Web.Operators;

/// <summary>Lets the operator of a page act: asks the database each time whether they still may, and names them for the audit.</summary>
/// <param name="signIn">Who the page belongs to.</param>
/// <param name="signedIn">Whether that sign-in still holds.</param>
/// <param name="operators">The roles, as they are now.</param>
/// <param name="origin">Where the page is open.</param>
public sealed class OperatorActs(AuthenticationStateProvider signIn, SignedInOperators signedIn, OperatorDirectory operators, PageOrigin origin)
{
    /// <summary>Names an act of the page's operator.</summary>
    /// <param name="role">The least role that may do it, of <see cref="OperatorRoles"/>.</param>
    /// <param name="action">What is done, such as <c>account.open-enrolment</c>.</param>
    /// <param name="target">What it is done to: the kind of thing, and which one.</param>
    /// <param name="reason">Why, in the operator's words.</param>
    /// <returns>Null where the operator may not, or is not signed in any more.</returns>
    public async Task<OperatorAct?> TryBeginAsync(string role, string action, (string Type, string Id) target, string reason)
    {
        var user = (await signIn.GetAuthenticationStateAsync()).User;
        if (user.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id
            || !await signedIn.HoldsAsync(user) || !await operators.HoldsRoleAsync(id, role))
            return null;
        return new OperatorAct(id, user.Identity?.Name ?? id, origin.Ip, action, target.Type, target.Id, reason);
    }
}
