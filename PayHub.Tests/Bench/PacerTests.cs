using System.Diagnostics;
using CsCheck;
using PayHub.Bench.Payments;

namespace PayHub.Tests.Bench;

public sealed class PacerTests
{
    [Fact]
    public void Payments_are_due_at_even_intervals_from_the_start()
    {
        Assert.Equal(0, Pacer.DueAt(0, 100));
        Assert.Equal(Stopwatch.Frequency / 100, Pacer.DueAt(1, 100));
        Assert.Equal(Stopwatch.Frequency, Pacer.DueAt(100, 100));
        Assert.Equal(1, Pacer.DueBy(0, 100, 1000));
        Assert.Equal(101, Pacer.DueBy(Stopwatch.Frequency, 100, 1000));
        Assert.Equal(1000, Pacer.DueBy(60 * Stopwatch.Frequency, 100, 1000));
    }

    [Fact]
    public void A_payment_is_sent_neither_before_it_is_due_nor_after_the_next_look()
    {
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Long[0, 100_000_000]).Sample((rate, number) =>
        {
            var due = Pacer.DueAt(number, rate);
            var rounded = Stopwatch.Frequency / rate < 1_000_000 ? 1 : 0;
            Assert.True(Pacer.DueBy(due + 1, rate, long.MaxValue) >= number + 1);
            Assert.True(Pacer.DueBy(due - 1, rate, long.MaxValue) <= number + rounded);
        });
    }
}
