using System.Buffers;
using PayHub.Protocol.Framing;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;

namespace PayHub.Tests.Protocol;

/// <summary>What a message costs the garbage collector: the record and its strings.</summary>
public sealed class AllocationTests
{
    private const int Rounds = 1_000;

    private static readonly ReadOnlySequence<byte> Payment = new(Bytes.Of("alice#1000#bob\n"));
    private static readonly ReadOnlySequence<byte> List = new(Bytes.Of("List\r\n"));

    [Fact]
    public void A_payment_costs_its_record_and_two_strings()
    {
        var framer = new MessageFramer();
        var names = (Payer: "alice".AsMemory(), Payee: "bob".AsMemory());
        var needed = Allocated(() => new PaymentRequest(new string(names.Payer.Span), 1000, new string(names.Payee.Span)));

        Assert.Equal(needed, Allocated(() => Read(framer, Payment)));
    }

    [Fact]
    public void A_List_costs_nothing()
    {
        var framer = new MessageFramer();

        Assert.Equal(0, Allocated(() => Read(framer, List)));
    }

    [Fact]
    public void A_message_in_several_segments_costs_no_more()
    {
        var framer = new MessageFramer();
        var segmented = Bytes.Segmented("ali", "ce#10", "00#bob\n");

        Assert.Equal(Allocated(() => Read(framer, Payment)), Allocated(() => Read(framer, segmented)));
    }

    [Fact]
    public void A_list_costs_nothing_but_its_buffer()
    {
        var output = new ArrayBufferWriter<byte>(1024);

        Assert.Equal(0, Allocated(() =>
        {
            output.ResetWrittenCount();
            AccountListWriter.WriteHead(output, long.MaxValue, "key"u8, 1);
            AccountListWriter.WriteLine(output, "alice", "127.0.0.1", 7001);
            return output;
        }));
    }

    private static Request Read(MessageFramer framer, ReadOnlySequence<byte> buffer)
    {
        framer.BeginRead(buffer);
        framer.TryRead(ref buffer, out var frame);
        var request = RequestParser.Parse(frame.Bytes);
        framer.TryRead(ref buffer, out _);
        return request;
    }

    private static long Allocated(Func<object> action)
    {
        for (var i = 0; i < Rounds; i++)
            GC.KeepAlive(action());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
            GC.KeepAlive(action());
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }
}
