using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;
using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>English that is left on a page in Traditional Chinese.</summary>
internal static partial class English
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
    public static readonly Dictionary<string, string> Chinese =
        XDocument.Load(Path.Combine(TestEnvironment.RepositoryRoot, "PayHub.Web", "Words.zh-Hant.resx")).Root!
            .Elements("data").ToDictionary(e => e.Attribute("name")!.Value, e => e.Element("value")!.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is left, in words.</summary>
    public static async Task<IEnumerable<string>> EnglishAsync(this IPage page, string where) =>
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
