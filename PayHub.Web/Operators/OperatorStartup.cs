using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PayHub.Data.Model;
using PayHub.Web.Settings;

namespace PayHub.Web.Operators;

/// <summary>Once the schema is there: makes the roles, and the first Admin where the settings name one.</summary>
internal sealed partial class OperatorStartup(
    IServiceScopeFactory scopes, OperatorDirectory operators, IOptions<OperatorsOptions> options, ILogger<OperatorStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        foreach (var role in OperatorRoles.All)
            if (!await roles.RoleExistsAsync(role))
                (await roles.CreateAsync(new IdentityRole(role))).Require($"The role {role} could not be created");

        if (options.Value.Email.Length == 0 || await operators.AnyAdminAsync(cancellationToken))
            return;
        await scope.ServiceProvider.GetRequiredService<FirstAdmin>().CreateAsync(options.Value.Email, options.Value.Password);
        LogCreated(options.Value.Email);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(4001, LogLevel.Information, "Created the first operator, {Email}, as the settings say.")]
    private partial void LogCreated(string email);
}
