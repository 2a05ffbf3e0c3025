using CsCheck;
using PayHub.Web.Components.Parts;

namespace PayHub.Tests.Web;

public sealed class ChartScaleTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData(0, 0, true, "0 1")]
    [InlineData(0, 1, true, "0 1")]
    [InlineData(0, 7, true, "0 2 4 6 8")]
    [InlineData(0, 950, true, "0 500 1k")]
    [InlineData(9_950, 10_040, false, "9.95k 10k 10.05k")]
    [InlineData(100, 10_000, false, "0 5k 10k")]
    [InlineData(-20_000, 0, false, "\u221220k \u221215k \u221210k \u22125k 0")]
    [InlineData(0, 2_400_000, true, "0 1M 2M 3M")]
    public void Values_stand_between_round_numbers(double lowest, double highest, bool fromZero, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', ValueScale.Of(lowest, highest, fromZero).Ticks().Select(ValueScale.Text)));

    [Fact]
    public void Every_value_is_on_the_scale_and_ticks_are_few() =>
        Gen.Select(Gen.Double[-1e18, 1e18], Gen.Double[-1e18, 1e18], Gen.Bool).Sample((a, b, fromZero) =>
        {
            var scale = ValueScale.Of(Math.Min(a, b), Math.Max(a, b), fromZero);
            return scale.Part(a) is >= 0 and <= 1 && scale.Part(b) is >= 0 and <= 1 && scale.Ticks().Count() is >= 2 and <= 7;
        });

    [Fact]
    public void Days_begin_at_the_operators_midnight_also_when_the_clocks_change()
    {
        var until = new DateTimeOffset(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);
        var ticks = TimeScale.Ticks(until.AddDays(-7), until, Berlin).ToList();
        Assert.All(ticks, tick => Assert.Equal(TimeSpan.Zero, TimeZoneInfo.ConvertTime(tick.At, Berlin).TimeOfDay));
        Assert.Equal(["03-26", "03-28", "03-30"], ticks.Select(t => t.Text));
    }

    [Theory]
    [InlineData(1, "14:00 14:10 14:20 14:30 14:40 14:50 15:00")]
    [InlineData(24, "16:00 20:00 03-01 04:00 08:00 12:00")]
    public void Hours_and_minutes_are_round(int hours, string texts)
    {
        var until = new DateTimeOffset(2026, 3, 1, 14, 0, 0, TimeSpan.Zero);
        Assert.Equal(texts, string.Join(' ', TimeScale.Ticks(until.AddHours(-hours), until, Berlin).Select(t => t.Text)));
    }
}
