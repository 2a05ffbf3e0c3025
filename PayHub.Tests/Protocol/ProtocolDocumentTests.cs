using System.Text.RegularExpressions;
using PayHub.Protocol;
using PayHub.Tests.Support;

namespace PayHub.Tests.Protocol;

/// <summary>Holds docs/protocol.md against the code, where that is simple.</summary>
public sealed partial class ProtocolDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "protocol.md"));

    [Fact]
    public void It_lists_the_reserved_names()
    {
        var sentence = ReservedNames().Match(Document).Groups[1].Value;
        var words = sentence.Split(' ', '\n').Select(word => word.Trim('`')).Where(word => word.Length > 0);
        Assert.Equal(AccountName.Reserved.Order(StringComparer.Ordinal), words.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_grammar_has_every_verb()
    {
        var grammar = Document[Document.IndexOf("```abnf", StringComparison.Ordinal)..];
        grammar = grammar[..grammar.IndexOf("\n```\n", StringComparison.Ordinal)];
        Assert.All(AccountName.Reserved, verb => Assert.Matches($"(?i)%s\"{verb}[\"#]", grammar));
    }

    [Fact]
    public void Its_links_to_its_own_sections_and_to_files_lead_somewhere()
    {
        var sections = Headings().Matches(Document).Select(match => Anchor(match.Groups[1].Value)).ToHashSet();
        foreach (var target in Links().Matches(Document).Select(match => match.Groups[1].Value))
        {
            var found = target.StartsWith('#')
                ? sections.Contains(target[1..])
                : File.Exists(Path.Combine(TestEnvironment.RepositoryRoot, "docs", target));
            Assert.True(found, $"the link to {target} leads nowhere");
        }
    }

    [Fact]
    public void The_sections_that_the_code_refers_to_are_there()
    {
        var sections = Headings().Matches(Document).Select(match => match.Groups[1].Value).ToHashSet();
        var references = SourceFiles().SelectMany(file => References().Matches(CommentBreak().Replace(File.ReadAllText(file), " "))
            .SelectMany(match => Quoted().Matches(match.Value))
            .Select(quoted => (File: Path.GetFileName(file), Section: quoted.Groups[1].Value)));
        Assert.All(references, reference => Assert.True(sections.Contains(reference.Section), $"{reference}: no such section"));
    }

    private static IEnumerable<string> SourceFiles() => Directory.EnumerateDirectories(TestEnvironment.RepositoryRoot, "PayHub.*")
        .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories));

    private static string Anchor(string heading) =>
        NotInAnchors().Replace(heading.Replace(' ', '-'), "").ToLowerInvariant();

    [GeneratedRegex(@"no account is called, in any case, ([^.]+)\.")]
    private static partial Regex ReservedNames();

    [GeneratedRegex("""docs/protocol\.md(,| and) "[^"]+"( and "[^"]+")?""")]
    private static partial Regex References();

    [GeneratedRegex(@"\s*\n\s*/// ")]
    private static partial Regex CommentBreak();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("^#{2,4} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"\]\((?!https?:)([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"[^\w-]")]
    private static partial Regex NotInAnchors();
}
