using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using PayHub.Data.Live;
using PayHub.Data.Settings;

namespace PayHub.Web.Api;

internal static class HubEndpoints
{
    private static readonly string Version =
        typeof(HubEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static void MapHubInfo(this RouteGroupBuilder api) => api.MapGet("/hub", Read).Reads<HubInfo>()
        .WithName("getHub").WithTags("Hub").WithSummary("The hub, and what amounts mean")
        .WithDescription("All amounts of this API are whole numbers of minor units: this says of which currency, and with how many decimals.");

    private static Ok<HubInfo> Read(IOptions<HubOptions> hub, IOptions<CurrencyOptions> currency, LiveFeed feed) =>
        TypedResults.Ok(new HubInfo(hub.Value.Name, currency.Value.Code, currency.Value.Decimals, feed.LastTransfer, Version));
}
