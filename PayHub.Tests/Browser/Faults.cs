using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using PayHub.Web;

namespace PayHub.Tests.Browser;

/// <summary>Faults to order: wherever the dashboard says a certain text, or in what it does for a browser's next call.</summary>
internal sealed class Faults
{
    public const string Message = "a fault made by the test";

    /// <summary>Looking this text up throws.</summary>
    public string? Text { get; set; }

    /// <summary>Whatever the browser sends next ends its circuit.</summary>
    public bool EndsCircuit { get; set; }

    /// <summary>Puts the faults into a hub's services.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.AddTransient<IStringLocalizer<Words>, FaultyWords>();
        services.AddScoped<CircuitHandler, FaultyCircuit>();
    }

    private sealed class FaultyWords(IStringLocalizerFactory factory, Faults faults) : IStringLocalizer<Words>
    {
        private readonly IStringLocalizer _words = factory.Create(typeof(Words));

        public LocalizedString this[string name] => name == faults.Text ? throw new InvalidOperationException(Message) : _words[name];

        public LocalizedString this[string name, params object[] arguments] =>
            name == faults.Text ? throw new InvalidOperationException(Message) : _words[name, arguments];

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _words.GetAllStrings(includeParentCultures);
    }

    private sealed class FaultyCircuit(Faults faults) : CircuitHandler
    {
        public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
            context => faults.EndsCircuit ? throw new InvalidOperationException(Message) : next(context);
    }
}
