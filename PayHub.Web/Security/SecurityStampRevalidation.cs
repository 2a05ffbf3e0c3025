using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PayHub.Web.Security;

/// <summary>Asks every few seconds whether whoever holds an open page is still signed in.</summary>
internal sealed class SecurityStampRevalidation(ILoggerFactory loggers, SignedInOperators operators, IHostApplicationLifetime lifetime)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(5);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        // Pages that lost their connection outlive the host's services, even in the middle of a question.
        var stopping = lifetime.ApplicationStopping;
        try
        {
            return stopping.IsCancellationRequested || await operators.HoldsAsync(authenticationState.User, cancellationToken);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return true;
        }
    }
}
