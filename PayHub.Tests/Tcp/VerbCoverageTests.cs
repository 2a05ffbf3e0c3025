using System.Reflection;
using PayHub.Data.Ledger;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp;
using PayHub.Tcp.Verbs;

namespace PayHub.Tests.Tcp;

/// <summary>Fails when a request is added to the protocol without a handler, or without a test over sockets.</summary>
public sealed class VerbCoverageTests
{
    public static TheoryData<string> Verbs => [.. typeof(Request).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(Request)) && t != typeof(MalformedRequest))
        .Select(t => t.Name[..^"Request".Length])];

    [Fact]
    public void Each_refusal_of_the_ledger_has_a_line()
    {
        foreach (var outcome in Enum.GetValues<TransferOutcome>().Where(outcome => outcome != TransferOutcome.Executed))
            Assert.False(outcome.ToCode().Line().IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Each_request_has_a_handler_and_a_test(string verb)
    {
        Assert.True(typeof(Request).Assembly.GetType($"{typeof(Request).Namespace}.{verb}Request")!.IsSealed);
        Assert.NotNull(typeof(TcpServices).Assembly.GetType($"PayHub.Tcp.Verbs.{verb}Handler"));
        var tests = typeof(VerbCoverageTests).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(VerbCoverageTests).Namespace)
            .SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttribute<FactAttribute>() is not null);
        Assert.Contains(tests, m => m.Name.StartsWith(verb + "_", StringComparison.Ordinal));
    }
}
