using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using PayHub.Protocol.Framing;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;

namespace PayHub.Bench.Micro;

/// <summary>Bytes to messages, messages to requests, results to replies.</summary>
public class WireBenchmarks
{
    private const int Messages = 100;

    private static readonly byte[] Many = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("alice#10#bob\n", Messages)));

    private readonly LineFramer _lines = new();
    private readonly MessageFramer _messages = new();
    private readonly byte[] _payment = "alice#10#bob"u8.ToArray();
    private readonly byte[] _line = new byte[Push.MaxLength];

    /// <summary>A message of a full buffer, by the rules of the TLS endpoint.</summary>
    /// <returns>How many messages there were.</returns>
    [Benchmark(OperationsPerInvoke = Messages)]
    public int LineFramer()
    {
        var buffer = new ReadOnlySequence<byte>(Many);
        return Count(_lines, ref buffer);
    }

    /// <summary>A message of a full buffer, by the rules of the plain endpoint.</summary>
    /// <returns>How many messages there were.</returns>
    [Benchmark(OperationsPerInvoke = Messages)]
    public int MessageFramer()
    {
        var buffer = new ReadOnlySequence<byte>(Many);
        _messages.BeginRead(buffer);
        return Count(_messages, ref buffer);
    }

    /// <summary>A classic payment.</summary>
    /// <returns>The request.</returns>
    [Benchmark]
    public Request Parser() => RequestParser.Parse(_payment);

    /// <summary>The reply to an executed payment.</summary>
    /// <returns>Its length.</returns>
    [Benchmark]
    public int ExecutedReply() => Reply.WriteExecuted(_line, 1_234_567, 9_876_543);

    /// <summary>What the payee is told of a payment.</summary>
    /// <returns>Its length.</returns>
    [Benchmark]
    public int PaidPush() => Push.WritePaid(_line, 1_234_567, "alice", 10, 9_876_543, "lunch", "AAECAwQFBgcICQoLDA0ODw");

    private static int Count(IFramer framer, ref ReadOnlySequence<byte> buffer)
    {
        var count = 0;
        while (framer.TryRead(ref buffer, out _) == FrameStatus.Message)
            count++;
        return count;
    }
}
