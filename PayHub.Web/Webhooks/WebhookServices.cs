using Microsoft.Extensions.DependencyInjection;

namespace PayHub.Web.Webhooks;

/// <summary>Registers what tells other programs of payments.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddPayHubWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookSecret>();
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<WebhookSender>(p, WebhookSender.CreateClient()));
        services.AddScoped<WebhookDesk>();
        services.AddHostedService<WebhookDispatcher>();
        return services;
    }
}
