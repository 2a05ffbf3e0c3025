using System.Reflection;
using PayHub.Protocol.Requests;
using PayHub.Tcp;

namespace PayHub.Tests.Tcp;

/// <summary>Fails when a request is added to the protocol without a handler, or without a test over sockets.</summary>
public sealed class VerbCoverageTests
{
    public static TheoryData<string> Verbs => [.. typeof(Request).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(Request)) && t != typeof(MalformedRequest))
        .Select(t => t.Name[..^"Request".Length])];

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
