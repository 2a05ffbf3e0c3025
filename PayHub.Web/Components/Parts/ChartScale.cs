using System.Globalization;

namespace PayHub.Web.Components.Parts;

/// <summary>Where the ticks of a chart's value axis stand: at round numbers, from the first below the values to the first above.</summary>
/// <param name="Low">The axis' lower end.</param>
/// <param name="High">Its upper end, above <paramref name="Low"/>.</param>
/// <param name="Step">From tick to tick, at least 1.</param>
internal readonly record struct ValueScale(double Low, double High, double Step)
{
    private const int Gaps = 4;

    /// <summary>A scale that holds all values.</summary>
    /// <param name="lowest">The lowest value.</param>
    /// <param name="highest">The highest value.</param>
    /// <param name="fromZero">Whether zero must be on it, as below bars; else it is where the values come near it.</param>
    public static ValueScale Of(double lowest, double highest, bool fromZero)
    {
        // A balance that moves by a little far above zero is to be seen moving.
        if (fromZero || lowest <= highest / 2)
            lowest = Math.Min(0, lowest);
        if (fromZero || highest >= lowest / 2)
            highest = Math.Max(0, highest);
        var step = Math.Max(1, Round((highest - lowest) / Gaps));
        var low = Math.Floor(lowest / step) * step;
        var high = Math.Ceiling(highest / step) * step;
        return new ValueScale(low, high > low ? high : low + step, step);
    }

    /// <summary>The ticks, from below.</summary>
    public IEnumerable<double> Ticks()
    {
        var count = (int)Math.Round((High - Low) / Step);
        for (var i = 0; i <= count; i++)
            yield return Low + i * Step;
    }

    /// <summary>How far up a value stands, 0 to 1.</summary>
    public double Part(double value) => (value - Low) / (High - Low);

    /// <summary>A tick's number, short: <c>950</c>, <c>1.5k</c>, <c>20M</c>.</summary>
    public static string Text(double tick)
    {
        var size = Math.Abs(tick);
        var (unit, word) = size switch { >= 1e15 => (1e15, "P"), >= 1e12 => (1e12, "T"), >= 1e9 => (1e9, "G"), >= 1e6 => (1e6, "M"), >= 1e3 => (1e3, "k"), _ => (1.0, "") };
        var text = (size / unit).ToString("0.###", CultureInfo.InvariantCulture) + word;
        return tick < 0 ? "\u2212" + text : text;
    }

    // The next of 1, 2, 5, 10, 20 and so on.
    private static double Round(double step)
    {
        if (step <= 1)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var first = step / power;
        return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
    }
}

/// <summary>Where the ticks of a chart's time axis stand: at round times of the operator's own clock.</summary>
internal static class TimeScale
{
    private const int MostTicks = 6;

    private static readonly TimeSpan[] Steps =
    [
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(minutes => TimeSpan.FromMinutes(minutes)),
        .. new[] { 1, 2, 4, 6, 12 }.Select(hours => TimeSpan.FromHours(hours)),
        .. new[] { 1, 2, 7, 14, 28, 91, 182, 364, 1820 }.Select(days => TimeSpan.FromDays(days)),
    ];

    /// <summary>The ticks between two moments, with their texts.</summary>
    public static IEnumerable<(DateTimeOffset At, string Text)> Ticks(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone)
    {
        var step = Steps.FirstOrDefault(s => (until - from) / s <= MostTicks, Steps[^1]);
        var first = TimeZoneInfo.ConvertTime(from, zone).DateTime;
        var local = new DateTime(first.Ticks - first.Ticks % step.Ticks);
        for (var at = Moment(local, zone); at <= until; local += step, at = Moment(local, zone))
        {
            if (at >= from)
                yield return (at, Text(local, step));
        }
    }

    // By the offset of each tick itself: a week may hold the night in which the clocks change.
    private static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone) => new(local, zone.GetUtcOffset(local));

    private static string Text(DateTime local, TimeSpan step) => local.ToString(
        step >= TimeSpan.FromDays(91) ? "yyyy-MM" : step >= TimeSpan.FromDays(1) || local.TimeOfDay == TimeSpan.Zero ? "MM-dd" : "HH:mm", CultureInfo.InvariantCulture);
}
