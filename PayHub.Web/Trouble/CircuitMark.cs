using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Logging;

namespace PayHub.Web.Trouble;

/// <summary>
/// The number of an open page's circuit. When an error ends the whole circuit, nothing can be sent to the page any more: it has
/// to know beforehand under which number the log has it.
/// </summary>
/// <param name="logger">Where such an error is written; the framework is silent about some of them.</param>
public sealed partial class CircuitMark(ILogger<CircuitMark> logger) : CircuitHandler
{
    private const int Length = 8;

    /// <summary>The beginning of the circuit's id, by which the framework logs it too; null while the page is only prerendered.</summary>
    public string? Reference { get; private set; }

    /// <summary>Outside of all others, to see their errors as well.</summary>
    public override int Order => int.MinValue;

    /// <inheritdoc/>
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Reference = circuit.Id[..Length];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            try
            {
                await next(context);
            }
            catch (Exception error)
            {
                LogEnded(error, Reference ?? "-");
                throw;
            }
        };

    [LoggerMessage(4011, LogLevel.Error, "Reference {Reference}: an error ended an open page.")]
    private partial void LogEnded(Exception error, string reference);
}
