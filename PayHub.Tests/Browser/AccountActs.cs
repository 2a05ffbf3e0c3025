using Microsoft.Playwright;
using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>What an operator does on an account's page.</summary>
internal static class AccountActs
{
    public static Task ShowAccountAsync(this IPage page, Hub hub, string name) => page.ShowAsync(hub.Dashboard, $"/accounts/{name}");

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Status(this IPage page) => page.Locator(".ph-done");

    public static ILocator Balance(this IPage page) => page.Locator("[data-balance]");

    /// <summary>Opens a dialog, fills in what it asks for and presses its button.</summary>
    public static async Task DoAsync(this IPage page, string open, string confirm, string reason = "as agreed", string? amount = null)
    {
        await page.Button(open).ClickAsync();
        await page.GiveAsync(reason, amount);
        await page.Button(confirm).ClickAsync();
    }

    /// <summary>Fills in what the dialog at hand asks for.</summary>
    public static async Task GiveAsync(this IPage page, string reason, string? amount = null)
    {
        if (amount is not null)
            await page.GetByLabel("Amount in PTS").FillAsync(amount);
        await page.GetByLabel("Reason").FillAsync(reason);
    }
}
