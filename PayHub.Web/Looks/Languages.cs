using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace PayHub.Web.Looks;

/// <summary>The languages of the dashboard: the one chosen in it, else what the browser asks for, else English.</summary>
internal static class Languages
{
    /// <summary>The cookie with the choice, in the form of <see cref="CookieRequestCultureProvider"/>.</summary>
    public const string Cookie = "payhub-language";

    /// <summary>Each language's BCP 47 tag, and its own name.</summary>
    public static readonly IReadOnlyList<(string Tag, string Name)> All = [("en", "English"), ("zh-Hant", "繁體中文")];

    public static void AddLanguages(this IServiceCollection services)
    {
        services.AddSingleton<IStringLocalizerFactory, WordsFactory>();
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = All.Select(one => new CultureInfo(one.Tag)).ToList();
            options.DefaultRequestCulture = new RequestCulture("en");
            (options.SupportedCultures, options.SupportedUICultures) = (cultures, cultures);
            options.RequestCultureProviders =
                [new CookieRequestCultureProvider { CookieName = Cookie }, new AcceptLanguageHeaderRequestCultureProvider()];
        });
    }
}
