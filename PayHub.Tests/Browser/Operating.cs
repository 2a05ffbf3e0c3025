using Microsoft.Playwright;
using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>What an operator does in a browser, and wallets meanwhile.</summary>
internal static class Operating
{
    /// <summary>
    /// Milliseconds within which a page shows what happened. The promise is one second; where all tests run at once on two
    /// cores, the test's own browser may need longer.
    /// </summary>
    public const float Soon = 5000;

    public const string Email = "ann@example.org";
    public const string Password = "correct horse battery";

    public static readonly (string Key, string Value)[] WithOperator = [("PayHub:Operators:Email", Email), ("PayHub:Operators:Password", Password)];

    /// <summary>Signs in and waits until the overview is live.</summary>
    public static async Task SignInAsync(this IPage page, Uri dashboard)
    {
        await page.GotoAsync(new Uri(dashboard, "/account/sign-in").ToString());
        await page.GetByLabel("E-mail").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitUntilLiveAsync();
    }

    /// <summary>Goes to a page and waits until it is live.</summary>
    public static async Task ShowAsync(this IPage page, Uri dashboard, string path)
    {
        await page.GotoAsync(new Uri(dashboard, path).ToString());
        await page.WaitUntilLiveAsync();
    }

    public static Task WaitUntilLiveAsync(this IPage page) => page.Locator(".ph-live:not([data-live=no])").WaitForAsync();

    /// <summary>Has the payer pay the payee over TCP, as the classic protocol does it, and waits for the hub's word.</summary>
    public static async Task PayAsync(ClassicClient payer, string payerName, long amount, ClassicClient payee, string payeeName)
    {
        await payee.SendAsync($"{payerName}#{amount}#{payeeName}\n");
        Assert.Equal("Transfer OK!", await payer.ReadLineAsync());
    }
}
