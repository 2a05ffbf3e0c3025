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
    // Names, units, examples to type: the same in both languages.
    private static readonly HashSet<string> SameEverywhere =
        ["PayHub", "JSON", "CSV", "TLS", "UTC", "API", "HMAC-SHA256", "URL", "OpenAPI", "Webhook", "code", " min",
         "Segoe UI", "Noto Sans", "Noto Sans TC", "PingFang TC", "https://shop.example.org/payhub", "--account alice", " register alice", " list", " pay bob 10"];

    // Written into the audit log, where it stays as it was written.
    private static readonly HashSet<string> Recorded =
        ["new password", "new key", "new codes", "renamed to ", "all other ways to sign in removed", " at "];

    // For programs and their authors, who are told in English; what leaves the dashboard's own pages.
    private static readonly string[] NotForPages = ["PayHub.Web.Api", "PayHub.Web.Security", "PayHub.Web.Live", "PayHub.Web.Settings", "PayHub.Web.Exports", "PayHub.Web.Webhooks"];

    private static readonly IReadOnlyList<(string Key, string Value)> Chinese =
        [.. XDocument.Load(Path.Combine(TestEnvironment.RepositoryRoot, "PayHub.Web", "Words.zh-Hant.resx")).Root!
            .Elements("data").Select(e => (e.Attribute("name")!.Value, e.Element("value")!.Value))];

    // One entry serves "Account" and "account": see WordsFactory.
    private static readonly HashSet<string> Known = Chinese.Select(c => c.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Every_text_that_is_looked_up_is_there_in_Chinese() =>
        Nothing(Found(code => CompiledTexts.Keys(code).Where(key => !Known.Contains(key))));

    [Fact]
    public void No_text_stands_in_the_markup_itself() =>
        Nothing(Found(code => CompiledTexts.Bare(code).Where(text => Letters().IsMatch(text) && !SameEverywhere.Contains(text.Trim()))));

    [Fact]
    public void No_sentence_is_made_in_code_without_being_looked_up() =>
        Nothing(Found(code => CompiledTexts.Sentences(code).Where(text => !Known.Contains(text) && !SameEverywhere.Contains(text) && !Recorded.Contains(text))));

    [Fact]
    public void Every_Chinese_text_is_used_somewhere()
    {
        var used = new[] { typeof(Words).Assembly, typeof(Account).Assembly }
            .SelectMany(CompiledTexts.Methods).SelectMany(method => CompiledTexts.Literals(method.Code)).ToHashSet();
        Nothing(Known.Except(used, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void No_text_is_there_twice() =>
        Nothing(Chinese.GroupBy(c => c.Key, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void A_Chinese_text_takes_the_same_arguments() =>
        Nothing(Chinese.Where(c => !Arguments(c.Key).SetEquals(Arguments(c.Value))).Select(c => c.Key));

    private static IEnumerable<string> Found(Func<IReadOnlyList<Instruction>, IEnumerable<string>> look) =>
        from method in CompiledTexts.Methods(typeof(Words).Assembly)
        where !method.Type.Name.StartsWith('<') && !NotForPages.Any(n => method.Type.Namespace?.StartsWith(n, StringComparison.Ordinal) == true)
        from text in look(method.Code)
        select $"{method.Type.Name}: {text}";

    // All of them at once, in full: a collection's own message cuts them short.
    private static void Nothing(IEnumerable<string> found)
    {
        var all = found.Distinct().ToList();
        if (all.Count > 0)
            Assert.Fail(string.Join('\n', all));
    }

    private static HashSet<string> Arguments(string text) => [.. Argument().Matches(text).Select(m => m.Value)];

    [GeneratedRegex("""[A-Za-z]{2,}""")]
    private static partial Regex Letters();

    [GeneratedRegex("""\{\d+[^}]*\}""")]
    private static partial Regex Argument();
}
