using Microsoft.AspNetCore.Identity;
using PayHub.Data.Model;

namespace PayHub.Web.Operators;

/// <summary>What browsers send back of passkeys. Identity throws at answers without a question, which anybody may send.</summary>
internal static class PasskeyAnswers
{
    /// <summary>Signs in by a passkey.</summary>
    /// <param name="signIns">Identity's sign-in.</param>
    /// <param name="credential">What the browser's <c>navigator.credentials.get</c> gave, as JSON.</param>
    /// <returns>Whether it did; false, too, where this browser was asked nothing.</returns>
    public static async Task<bool> TryPasskeyAsync(this SignInManager<Operator> signIns, string? credential)
    {
        try
        {
            return !string.IsNullOrEmpty(credential) && (await signIns.PasskeySignInAsync(credential)).Succeeded;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Checks a new passkey.</summary>
    /// <param name="signIns">Identity's sign-in.</param>
    /// <param name="who">Whose it is to be.</param>
    /// <param name="credential">What the browser's <c>navigator.credentials.create</c> gave, as JSON.</param>
    /// <returns>The passkey; null where it is not right, was not asked for, or was asked for by somebody else.</returns>
    public static async Task<UserPasskeyInfo?> TryNewPasskeyAsync(this SignInManager<Operator> signIns, Operator who, string? credential)
    {
        try
        {
            if (string.IsNullOrEmpty(credential))
                return null;
            var result = await signIns.PerformPasskeyAttestationAsync(credential);
            return result.Succeeded && result.UserEntity.Id == who.Id ? result.Passkey : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
