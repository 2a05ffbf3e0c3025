using System.Globalization;
using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The dashboard's pages and dialogs, in one list for what is asked of all of them.</summary>
internal static class Pages
{
    /// <summary>Live pages, for an Admin.</summary>
    public static readonly IReadOnlyList<string> Live =
    [
        "/", "/online", "/accounts", "/accounts/maria", "/ledger", "/refused", "/audit", "/integrity", "/connect", "/operators", "/api-keys", "/webhooks", "/api",
    ];

    /// <summary>A page that is not there: the browser itself calls its status an error.</summary>
    public const string Missing = "/no/such/page";

    /// <summary>What is there only once something happened: see <see cref="Stage"/>.</summary>
    public static readonly IReadOnlyList<string> OfStage =
        [
            "/accounts/vera", "/accounts/the-longest-name-that-is-allowed", "/ledger/10", "/ledger/" + Stage.Signed.ToString(CultureInfo.InvariantCulture), "/webhooks/1", "/ledger?account=nobody", "/accounts?name=nobody",
        ];

    /// <summary>Pages without a circuit.</summary>
    public static readonly IReadOnlyList<string> Plain =
        ["/account", "/account/passkeys", "/account/authenticator", "/account/password", "/account/recovery-codes", "/trouble/400", "/trouble/403", "/trouble/500"];

    /// <summary>Plain pages for who is not signed in.</summary>
    public static readonly IReadOnlyList<string> Outside = ["/account/sign-in", "/account/setup"];

    /// <summary>Dialogs of a <see cref="Stage"/>: the page, and the button that opens them.</summary>
    public static readonly IReadOnlyList<(string Page, string Button, string? About)> Dialogs =
    [
        ("/accounts", "New account …", null), ("/accounts", "A new key for {0}", "maria"), ("/accounts/maria", "Deposit …", null), ("/accounts/maria", "Withdraw …", null),
        ("/accounts/maria", "Freeze …", null), ("/accounts/maria", "Close …", null), ("/accounts/maria", "Disconnect …", null), ("/ledger/12", "Reverse …", null),
        ("/online", "Disconnect {0}", "maria"), ("/operators", "Invite", null), ("/api-keys", "New key", null), ("/api-keys", "Revoke the key {0}", "shop till"),
        ("/webhooks", "New webhook", null), ("/webhooks/1", "Delete", null),
    ];

    /// <summary>Goes to a page and waits until it shows what it has.</summary>
    public static async Task WalkToAsync(this IPage page, Hub hub, string address)
    {
        await page.GotoAsync(new Uri(hub.Dashboard, address).ToString());
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        if (await page.Locator("#ph-reconnect").CountAsync() == 0)
            return;
        await Expect(page.Locator("#ph-search")).ToBeEnabledAsync();
        await Expect(page.Locator("[aria-busy=true], .ph-live[data-live=no]")).ToHaveCountAsync(0);
        await page.StillAsync();
    }

    /// <summary>Opens a dialog, by the name that its button has in the page's language.</summary>
    public static async Task OpenDialogAsync(this IPage page, Hub hub, (string Page, string Button, string? About) dialog, Func<string, string>? translate = null)
    {
        await page.ReturnToAsync(hub, dialog.Page);
        var name = string.Format(CultureInfo.InvariantCulture, translate is null ? dialog.Button : translate(dialog.Button), dialog.About);
        await page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.StillAsync();
    }

    // Where the page is there already, under another dialog, only that one is closed: to load it anew takes longer than all that is asked of it.
    private static async Task ReturnToAsync(this IPage page, Hub hub, string address)
    {
        if (new Uri(page.Url).PathAndQuery != address || await page.GetByRole(AriaRole.Dialog).CountAsync() == 0)
        {
            await page.WalkToAsync(hub, address);
            return;
        }
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    /// <summary>Ends what moves: the highlight of new rows, the coming of a dialog.</summary>
    public static Task StillAsync(this IPage page) => page.EvaluateAsync(
        "() => document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity).forEach(a => a.finish())");

    /// <summary>Chooses theme and language before anything is shown.</summary>
    public static Task ChooseAsync(this IPage page, Hub hub, string theme, string language) => page.Context.AddCookiesAsync(
    [
        new Cookie { Name = "payhub-theme", Value = theme, Url = hub.Dashboard.ToString() },
        new Cookie { Name = "payhub-language", Value = $"c={language}|uic={language}", Url = hub.Dashboard.ToString() },
    ]);
}
