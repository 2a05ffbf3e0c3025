using System.Text.RegularExpressions;
using PayHub.Tests.Support;

namespace PayHub.Tests.Protocol;

/// <summary>Holds docs/security.md to its word: a threat is stopped only where a test shows it.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "security.md"));

    public static TheoryData<string> Threats => [.. Document.Split('\n')
        .SkipWhile(line => line != "## Threats").TakeWhile(line => line != "## What is not protected")
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| threat |", StringComparison.Ordinal))];

    [Fact]
    public void Every_test_that_it_names_exists()
    {
        var named = TestName().Matches(Document).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.True(Exists(test.Class, test.Method), $"{test.Class}.{test.Method} is no test"));
    }

    [Theory]
    [MemberData(nameof(Threats))]
    public void Every_threat_has_a_test(string row) => Assert.Matches(TestName(), row.Split('|')[^2]);

    private static bool Exists(string className, string method) => typeof(SecurityDocumentTests).Assembly.GetTypes()
        .Where(type => type.Name == className)
        .SelectMany(type => type.GetMethods())
        .Any(m => m.Name == method && m.IsDefined(typeof(FactAttribute), inherit: true));

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestName();
}
