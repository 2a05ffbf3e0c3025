using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Tests.Support;
using PayHub.Tests.Web;
using PayHub.Web.Looks;

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

    /// <summary>Makes another operator, with the same password.</summary>
    /// <param name="hub">The hub to run.</param>
    /// <param name="email">Whom.</param>
    /// <param name="role">One of <see cref="OperatorRoles"/>.</param>
    public static async Task<Operator> NewOperatorAsync(Hub hub, string email, string role)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Operator>>();
        var made = new Operator { UserName = email, Email = email, EmailConfirmed = true };
        Assert.True((await users.CreateAsync(made, Password)).Succeeded);
        Assert.True((await users.AddToRoleAsync(made, role)).Succeeded);
        return made;
    }

    /// <summary>Signs in beside the browser and gives it the cookies: the form itself is for <see cref="DashboardTests"/>. Shows nothing yet.</summary>
    /// <param name="page">The browser's page.</param>
    /// <param name="dashboard">The dashboard's address.</param>
    /// <param name="email">Who, if not the first Admin.</param>
    public static async Task SignInAsync(this IPage page, Uri dashboard, string email = Email)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = dashboard };
        using var answer = await http.SignInAsync(email, Password);
        Assert.Equal(dashboard, answer.Headers.Location);
        // A script of the sign-in page tells the hub the time zone.
        cookies.Add(dashboard, new System.Net.Cookie(BrowserZone.Cookie, Uri.EscapeDataString(Chromium.Zone)));
        await page.Context.AddCookiesAsync(cookies.GetCookies(dashboard).Select(c =>
            new Microsoft.Playwright.Cookie { Name = c.Name, Value = c.Value, Url = dashboard.ToString(), HttpOnly = c.HttpOnly }));
    }

    /// <summary>Signs in as <see cref="SignInAsync"/>, and waits until the overview is live.</summary>
    public static async Task EnterAsync(this IPage page, Uri dashboard, string email = Email)
    {
        await page.SignInAsync(dashboard, email);
        await page.ShowAsync(dashboard, "/");
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
