using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using PayHub.Tcp.Connections;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>The one writer of a connection, on a pipe whose flush ends when the test has read everything.</summary>
public sealed class OutboxTests : IDisposable
{
    private static readonly byte[] Line = [.. Enumerable.Repeat((byte)'x', 1534), (byte)'\r', (byte)'\n'];

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
    private readonly SkippingClock _clock = new();
    private readonly ErrorLog _errors = new();

    public void Dispose() => _errors.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiting_begins_with_the_send_and_not_with_an_earlier_one(bool isEncrypted)
    {
        var outbox = NewOutbox(_pipe.Writer, isEncrypted);
        for (var i = 0; i < 100; i++)
        {
            _clock.Skip(TimeSpan.FromHours(1));
            outbox.Push("* ONLINE#bob\r\n"u8);
            Assert.InRange(outbox.Stalled(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
            await ReadAsync();
            await DrainAsync(outbox);
            Assert.Equal(TimeSpan.Zero, outbox.Stalled());
        }
        outbox.Push("* ONLINE#bob\r\n"u8);
        _clock.Skip(TimeSpan.FromHours(1));
        Assert.InRange(outbox.Stalled(), TimeSpan.FromHours(1), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task A_batch_of_the_longest_pushes_waits_for_a_client_that_reads()
    {
        var outbox = NewOutbox(_pipe.Writer);
        outbox.TellsMissed = true;
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 32; i++)
                outbox.Push(Line);
            Assert.Equal(32 * Line.Length, (await ReadUntilDrainedAsync(outbox)).Length);
        }
    }

    [Fact]
    public async Task A_long_answer_that_waits_takes_no_place_of_pushes()
    {
        var outbox = NewOutbox(_pipe.Writer);
        outbox.TellsMissed = true;
        outbox.Push(Line);
        outbox.Send(new byte[300_000]);
        outbox.Push(Line);
        Assert.Equal(300_000 + (2 * Line.Length), (await ReadUntilDrainedAsync(outbox)).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pushes_that_nobody_reads_are_bounded_and_the_client_is_told_once(bool isHeld)
    {
        var outbox = NewOutbox(_pipe.Writer);
        outbox.TellsMissed = true;
        using (isHeld ? outbox.HoldPushes() : default(IDisposable))
        {
            for (var i = 0; i < 1000; i++)
                outbox.Push(Line);
            outbox.Send("100 OK\r\n"u8);
        }
        var read = await ReadUntilDrainedAsync(outbox);
        Assert.InRange(read.Length, 60_000, 70_000);
        Assert.Equal(2, read.Split("* MISSED\r\n").Length);
    }

    [Fact]
    public async Task Pushes_during_a_hold_follow_right_behind_the_answer()
    {
        var outbox = NewOutbox(_pipe.Writer);
        outbox.Push("* OFFLINE#bob\r\n"u8);
        using (outbox.HoldPushes())
        {
            outbox.Push("* ONLINE#bob\r\n"u8);
            outbox.Send("bob#offline\r\n"u8);
            outbox.Push("* PAID\r\n"u8);
        }
        outbox.Push("* SENT\r\n"u8);
        Assert.Equal("* OFFLINE#bob\r\nbob#offline\r\n* ONLINE#bob\r\n* PAID\r\n* SENT\r\n", await ReadUntilDrainedAsync(outbox));
    }

    [Fact]
    public async Task A_hold_without_an_answer_releases_the_pushes()
    {
        var outbox = NewOutbox(_pipe.Writer);
        Assert.Throws<TimeoutException>(() => FailHolding(outbox));
        Assert.Equal("* ONLINE#bob\r\n", await ReadUntilDrainedAsync(outbox));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_push_behind_the_end_of_the_connection_is_dropped(bool isEncrypted)
    {
        var outbox = NewOutbox(_pipe.Writer, isEncrypted);
        await _pipe.Writer.CompleteAsync();
        outbox.Push(Line);
        await DrainAsync(outbox);
        Assert.True(outbox.IsBroken);
        outbox.Close();
        outbox.Push(Line);
        Assert.Equal(TimeSpan.Zero, outbox.Stalled());
        _errors.AssertNoneUnexpected();
    }

    [Theory]
    [InlineData(typeof(ConnectionAbortedException), 0)]
    [InlineData(typeof(ConnectionResetException), 0)]
    [InlineData(typeof(ObjectDisposedException), 0)]
    [InlineData(typeof(OperationCanceledException), 0)]
    [InlineData(typeof(FormatException), 1)]
    public async Task A_flush_that_fails_means_that_the_client_is_gone(Type error, int logged)
    {
        var outbox = NewOutbox(new BrokenWriter((Exception)Activator.CreateInstance(error, "gone")!));
        for (var i = 0; i < 3; i++)
        {
            outbox.Push(Line);
            await DrainAsync(outbox);
            Assert.True(outbox.IsBroken);
            Assert.Equal(TimeSpan.Zero, outbox.Stalled());
        }
        Assert.Equal(logged, _errors.Unexpected.Count);
    }

    private Outbox NewOutbox(PipeWriter writer, bool isEncrypted = false) => new(writer, _clock, isEncrypted, _errors.CreateLogger("outbox"));

    private static Task DrainAsync(Outbox outbox) => outbox.DrainAsync().WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken);

    private static void FailHolding(Outbox outbox)
    {
        using var hold = outbox.HoldPushes();
        outbox.Push("* ONLINE#bob\r\n"u8);
        throw new TimeoutException();
    }

    // A flush ends when all of it was read: nothing comes behind that.
    private async Task<string> ReadUntilDrainedAsync(Outbox outbox)
    {
        var text = new StringBuilder();
        var ended = CancelReadAsync(outbox);
        while (await ReadAsync() is { } part)
            text.Append(part);
        await ended;
        return text.ToString();
    }

    private async Task CancelReadAsync(Outbox outbox)
    {
        await DrainAsync(outbox).ConfigureAwait(false);
        _pipe.Reader.CancelPendingRead();
    }

    // Null where it was cancelled.
    private async Task<string?> ReadAsync()
    {
        var read = await _pipe.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TestEnvironment.Bound);
        var text = Encoding.ASCII.GetString(read.Buffer.ToArray());
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return read.IsCanceled ? null : text;
    }

    /// <summary>Takes bytes, and fails when they are to be sent.</summary>
    private sealed class BrokenWriter(Exception error) : PipeWriter
    {
        public override void Advance(int bytes)
        {
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => ValueTask.FromException<FlushResult>(error);

        public override Memory<byte> GetMemory(int sizeHint = 0) => new byte[Math.Max(sizeHint, 4096)];

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
