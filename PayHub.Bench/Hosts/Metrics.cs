using System.Globalization;

namespace PayHub.Bench.Hosts;

/// <summary>What a hub shows at <c>/metrics</c>, in Prometheus' text format, at one moment or between two.</summary>
internal sealed class Metrics
{
    private readonly Dictionary<string, double> _samples;

    private Metrics(Dictionary<string, double> samples) => _samples = samples;

    /// <summary>Of a hub that shows nothing.</summary>
    public static Metrics None { get; } = new([]);

    /// <summary>Reads the samples; comments, time stamps and what is no sample are passed over.</summary>
    public static Metrics Parse(string text)
    {
        var samples = new Dictionary<string, double>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var end = line.IndexOf('}') is >= 0 and var brace ? brace + 1 : line.IndexOf(' ');
            if (line.Length == 0 || line[0] == '#' || end <= 0)
                continue;
            var rest = line[end..].Trim();
            var value = rest.IndexOf(' ') is >= 0 and var space ? rest[..space] : rest;
            if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                samples[line[..end].ToString()] = number;
        }
        return new Metrics(samples);
    }

    /// <summary>What was added to each sample since an earlier moment.</summary>
    public Metrics Since(Metrics earlier) =>
        new(_samples.ToDictionary(sample => sample.Key, sample => sample.Value - earlier._samples.GetValueOrDefault(sample.Key)));

    /// <summary>The sum of a name's samples.</summary>
    /// <param name="name">The whole name, as Prometheus has it.</param>
    /// <param name="label">Only samples that have it: <c>gc_heap_generation="gen2"</c>, say.</param>
    /// <returns>Null where there is none.</returns>
    public double? Sum(string name, string label = "")
    {
        double? sum = null;
        foreach (var (key, value) in _samples)
        {
            if (IsOf(key, name) && key.Contains(label, StringComparison.Ordinal))
                sum = (sum ?? 0) + value;
        }
        return sum;
    }

    /// <summary>The upper bound of the bucket in which a part of a histogram's values ends.</summary>
    public double? Percentile(string name, double part)
    {
        var buckets = _samples.Where(s => IsOf(s.Key, name + "_bucket"))
            .Select(s => (Bound: Bound(s.Key), Count: s.Value)).OrderBy(b => b.Bound).ToList();
        if (buckets.Count == 0 || buckets[^1].Count <= 0)
            return null;
        return buckets.First(b => b.Count >= part * buckets[^1].Count).Bound;
    }

    private static bool IsOf(string key, string name) =>
        key.StartsWith(name, StringComparison.Ordinal) && (key.Length == name.Length || key[name.Length] == '{');

    private static double Bound(string key)
    {
        const string Label = "le=\"";
        var start = key.IndexOf(Label, StringComparison.Ordinal) + Label.Length;
        var text = key[start..key.IndexOf('"', start)];
        return text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
    }
}
