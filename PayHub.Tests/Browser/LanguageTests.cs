using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data.Storage;
using PayHub.Tests.Support;
using PayHub.Web.Security;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The dashboard in Traditional Chinese: chosen in it, and whole.</summary>
public sealed partial class LanguageTests(Chromium chromium)
{
    // What people read of a page, but for commands, keys and the names of the languages themselves.
    private const string Read = """
        () => {
          const skip = 'pre, code, kbd, script, style, svg, .ph-mono, .ph-name, .ph-brand, [lang]:not(html), [data-key], [data-reference]';
          const read = [document.title];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(skip)) read.push(walk.currentNode.data);
          for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label', 'data-copied', 'data-not-copied'])
            for (const e of document.querySelectorAll(`[${name}]`)) if (!e.closest(skip)) read.push(e.getAttribute(name));
          return read.map(text => text.trim()).filter(text => text !== '');
        }
        """;

    // What operators, wallets and protocols wrote, and names that are the same in both languages.
    private static readonly string[] Data =
    [
        Operating.Email, "bob@example.org", "Paid in at the desk, receipt 4711", "asked for it by phone", "paid twice", "shop till", "id-ann",
        "maria", "coffee-cart", "tomasz", "book-stall", "li.wei", "bike-repair", "amina", "the-longest-name-that-is-allowed", "vera", "nobody", "@issuance",
        "payment.completed", "payment.refused", "account.created", "account.frozen", "shop.example.org/payhub", "PayHub", "OpenAPI", "Webhook", "webhook",
        "payhub", "REGISTER", "https", "localhost", "docker", "admin-link", "min", "kB",
    ];

    /// <summary>The dashboard's texts by the English ones.</summary>
    internal static readonly Dictionary<string, string> Chinese =
        XDocument.Load(Path.Combine(TestEnvironment.RepositoryRoot, "PayHub.Web", "Words.zh-Hant.resx")).Root!
            .Elements("data").ToDictionary(e => e.Attribute("name")!.Value, e => e.Element("value")!.Value, StringComparer.OrdinalIgnoreCase);

    [Fact]
    public async Task No_English_is_left_on_any_page_or_dialog()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.ChooseAsync(hub, "light", "zh-Hant");
        var left = new List<string>();
        foreach (var address in Pages.Outside)
            left.AddRange(await LeftAsync(page, hub, address));
        await page.ChooseAsync(hub, "light", "en");
        await page.SignInAsync(hub.Dashboard);
        await page.ChooseAsync(hub, "light", "zh-Hant");
        // The page for programmers is in the language of the API itself.
        var pages = Pages.Live.Except(["/api"]).ToList();
        foreach (var address in pages.Concat(Pages.Plain))
            left.AddRange(await LeftAsync(page, hub, address));
        await using var stage = await Stage.SetAsync(hub);
        foreach (var address in pages.Concat(Pages.OfStage))
            left.AddRange(await LeftAsync(page, hub, address));
        foreach (var dialog in Pages.Dialogs)
        {
            await page.OpenDialogAsync(hub, dialog, key => Chinese[key]);
            left.AddRange(await EnglishAsync(page, $"{dialog.Page}: {dialog.Button}"));
        }
        if (left.Count > 0)
            Assert.Fail(string.Join('\n', left.Distinct()));
    }

    [Fact]
    public async Task The_language_is_chosen_in_the_menu_and_the_page_stays_where_it_was()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger?kind=payment");
        await page.GetByRole(AriaRole.Button, new() { Name = "Operator menu" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "繁體中文" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "總帳", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hant");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger?kind=payment").ToString());
        // Prerendering knows no data: this was said by the circuit.
        await Expect(page.GetByText("即時", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "操作人員選單" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ledger", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_circuit_that_was_lost_and_found_goes_on_in_its_language()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ChooseAsync(hub, "light", "zh-Hant");
        await page.ShowAsync(hub.Dashboard, "/online");
        watched.ExpectTrouble();
        var ann = (await hub.Services.GetRequiredService<PayHubDatabase>().OpenRead().Users.SingleAsync(TestContext.Current.CancellationToken)).Id;
        hub.Services.GetRequiredService<OpenConnections>().End(ann);
        await Expect(page.GetByText("與中樞的連線中斷")).ToBeVisibleAsync();
        await Expect(page.GetByText("與中樞的連線中斷")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "帳戶", Exact = true }).ClickAsync();
        await Expect(page.GetByText(Chinese["No accounts yet"])).ToBeVisibleAsync();
        await using var alice = await hub.LogInAsync("alice");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "alice" })).ToContainTextAsync(Chinese["online"], new() { Timeout = Operating.Soon });
    }

    private static async Task<IEnumerable<string>> LeftAsync(IPage page, Hub hub, string address)
    {
        await page.WalkToAsync(hub, address);
        return await EnglishAsync(page, address);
    }

    private static async Task<IEnumerable<string>> EnglishAsync(IPage page, string where) =>
        from text in await page.EvaluateAsync<string[]>(Read)
        let rest = Data.OrderByDescending(d => d.Length).Aggregate(text, (rest, data) => rest.Replace(data, " ", StringComparison.Ordinal))
        where (IsChinese().IsMatch(rest) ? Sentence() : Word()).IsMatch(rest)
        select $"{where}: {text}";

    // Names of acts and events have dots; keys and addresses have digits.
    [GeneratedRegex("""(?<![\w.-])[A-Za-z]?[a-z]{2,}(?![\w.-]*[\d.])""")]
    private static partial Regex Word();

    // Beside Chinese, a name or two are in order: PIN, Google Authenticator.
    [GeneratedRegex("""[a-z]{2,} [a-z]{2,} [a-z]{2,}""")]
    private static partial Regex Sentence();

    [GeneratedRegex("""\p{IsCJKUnifiedIdeographs}""")]
    private static partial Regex IsChinese();
}
