using System.Reflection;
using System.Resources;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PayHub.Web.Looks;

/// <summary>Finds texts without regard to case: resource files hold one entry for "Account" and "account", and Chinese has no case.</summary>
internal sealed class WordsFactory(IOptions<LocalizationOptions> options, ILoggerFactory loggers) : ResourceManagerStringLocalizerFactory(options, loggers)
{
    private readonly ResourceNamesCache _names = new();
    private readonly ILogger _logger = loggers.CreateLogger<ResourceManagerStringLocalizer>();

    /// <inheritdoc/>
    protected override ResourceManagerStringLocalizer CreateResourceManagerStringLocalizer(Assembly assembly, string baseName) => new(
        new ResourceManager(baseName, assembly) { IgnoreCase = true }, assembly, baseName, _names, _logger);
}
