using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http;

namespace PayHub.Web.Operators;

/// <summary>From where a page is open, noted when its circuit opens: later no request is at hand that could tell.</summary>
/// <param name="accessor">The request that opens the circuit.</param>
public sealed class PageOrigin(IHttpContextAccessor accessor) : CircuitHandler
{
    /// <summary>The browser's address; a dash where it is not known.</summary>
    public string Ip { get; private set; } = "-";

    /// <inheritdoc/>
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Ip = Of(accessor.HttpContext);
        return Task.CompletedTask;
    }

    /// <summary>From where a request comes; a dash where that is not known.</summary>
    public static string Of(HttpContext? context) =>
        context?.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "-";
}
