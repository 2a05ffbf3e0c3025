using MudBlazor;

namespace PayHub.Web.Looks;

/// <summary>
/// The dashboard's colours and type, in one place. Both palettes are in every page, each under its own scope, and
/// <c>looks.js</c> picks one before the first paint: no flash, and the server need not know.
/// </summary>
internal static class PayHubTheme
{
    // What each platform sets its own windows in; nothing is fetched.
    private static readonly string[] SystemFont =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Noto Sans TC", "PingFang TC", "sans-serif"];

    public static readonly MudTheme Light = New(":root");

    public static readonly MudTheme Dark = New(":root[data-theme=dark]");

    private static MudTheme New(string scope) => new()
    {
        PseudoCss = new PseudoCss { Scope = scope },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = SystemFont, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = SystemFont, TextTransform = "none", FontWeight = "600", LetterSpacing = "normal" },
        },
        PaletteLight = new PaletteLight
        {
            Primary = "#0b6b5d",
            Secondary = "#4a5b6c",
            Info = "#1d5fa8",
            Success = "#17753c",
            Warning = "#8f5300",
            Error = "#b3261e",
            Background = "#f4f6f5",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#17211e",
            DrawerBackground = "#ffffff",
            DrawerText = "#17211e",
            TextPrimary = "#17211e",
            TextSecondary = "#55635e",
            LinesDefault = "#e2e7e5",
            TableLines = "#e8ecea",
            LinesInputs = "#8a9691",
            Divider = "#e2e7e5",
            ActionDefault = "#55635e",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#5ccfb8",
            PrimaryContrastText = "#06231d",
            Secondary = "#a9b8c6",
            Info = "#86b7f0",
            Success = "#6ccf90",
            Warning = "#e8b465",
            Error = "#f2938c",
            Background = "#0e1412",
            Surface = "#161e1b",
            AppbarBackground = "#161e1b",
            AppbarText = "#e4ebe8",
            DrawerBackground = "#121916",
            DrawerText = "#e4ebe8",
            TextPrimary = "#e4ebe8",
            TextSecondary = "#9fada7",
            LinesDefault = "#27322e",
            TableLines = "#222c28",
            LinesInputs = "#6d7c76",
            Divider = "#27322e",
            ActionDefault = "#9fada7",
        },
    };
}
