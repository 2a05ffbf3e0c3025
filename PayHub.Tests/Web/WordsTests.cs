using System.Text.RegularExpressions;
using System.Xml.Linq;
using PayHub.Data.Model;
using PayHub.Tests.Support;
using PayHub.Tests.Web.Texts;
using PayHub.Web;

namespace PayHub.Tests.Web;

/// <summary>None of the dashboard's texts is left behind in one language.</summary>
public sealed partial class WordsTests
{
    // Names, and what is the same in both languages.
    private static readonly HashSet<string> SameEverywhere =
        ["PayHub", "JSON", "CSV", "TLS", "UTC", "API", "HMAC-SHA256", "URL", "OpenAPI", "Webhook"];

    // For programs and their authors, who are told in English; what leaves the dashboard's own pages.
    private static readonly string[] NotForPages = ["PayHub.Web.Api", "PayHub.Web.Security", "PayHub.Web.Live", "PayHub.Web.Settings", "PayHub.Web.Exports", "PayHub.Web.Webhooks"];

    // Pages that still wait for their second language.
    private static readonly HashSet<string> NotYet = [];

    private static readonly IReadOnlyList<(string Key, string Value)> Chinese =
        [.. XDocument.Load(Path.Combine(TestEnvironment.RepositoryRoot, "PayHub.Web", "Words.zh-Hant.resx")).Root!
            .Elements("data").Select(e => (e.Attribute("name")!.Value, e.Element("value")!.Value))];

    // One entry serves "Account" and "account": see WordsFactory.
    private static readonly HashSet<string> Known = Chinese.Select(c => c.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Every_text_that_is_looked_up_is_there_in_Chinese() =>
        Assert.Empty(Found(code => CompiledTexts.Keys(code).Where(key => !Known.Contains(key))));

    [Fact]
    public void No_text_stands_in_the_markup_itself() =>
        Assert.Empty(Found(code => CompiledTexts.Bare(code).Where(text => Letters().IsMatch(text) && !SameEverywhere.Contains(text.Trim()))));

    [Fact]
    public void No_sentence_is_made_in_code_without_being_looked_up() =>
        Assert.Empty(Found(code => CompiledTexts.Sentences(code).Where(text => !Known.Contains(text))));

    [Fact]
    public void Every_Chinese_text_is_used_somewhere()
    {
        var used = new[] { typeof(Words).Assembly, typeof(Account).Assembly }
            .SelectMany(CompiledTexts.Methods).SelectMany(method => CompiledTexts.Literals(method.Code)).ToHashSet();
        Assert.Empty(Known.Except(used, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void No_text_is_there_twice() =>
        Assert.Empty(Chinese.GroupBy(c => c.Key, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void A_Chinese_text_takes_the_same_arguments() =>
        Assert.Empty(Chinese.Where(c => !Arguments(c.Key).SetEquals(Arguments(c.Value))).Select(c => c.Key));

    private static IEnumerable<string> Found(Func<IReadOnlyList<Instruction>, IEnumerable<string>> look) =>
        from method in CompiledTexts.Methods(typeof(Words).Assembly)
        where !NotYet.Contains(method.Type.Name) && !NotForPages.Any(n => method.Type.Namespace?.StartsWith(n, StringComparison.Ordinal) == true)
        from text in look(method.Code)
        select $"{method.Type.Name}: {text}";

    private static HashSet<string> Arguments(string text) => [.. Argument().Matches(text).Select(m => m.Value)];

    [GeneratedRegex("""[A-Za-z]{2,}""")]
    private static partial Regex Letters();

    [GeneratedRegex("""\{\d+[^}]*\}""")]
    private static partial Regex Argument();
}
