using System.Globalization;

namespace PayHub.Web.Filters;

/// <summary>Reads what an address holds, which anyone may have written: what is wrong is noted, and filters nothing.</summary>
/// <param name="value">What the address holds under a name; null for nothing.</param>
internal sealed class AddressParts(Func<string, string?> value)
{
    private readonly List<string> _wrong = [];

    /// <summary>The names under which stands what can't be meant.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>A text, without blanks around it; null for none.</summary>
    public string? Text(string name) => string.IsNullOrWhiteSpace(value(name)) ? null : value(name)!.Trim();

    /// <summary>A member of an enumeration, by its name in any case; null for none.</summary>
    public T? Word<T>(string name)
        where T : struct, Enum => Read(name, (string text, out T word) =>
        {
            var read = text.Word<T>();
            word = read.GetValueOrDefault();
            return read is not null;
        });

    /// <summary>A whole number that is not negative; null for none.</summary>
    public long? Number(string name) =>
        Read(name, (string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number));

    /// <summary>A moment in ISO 8601, in UTC where it names no zone; null for none.</summary>
    public DateTimeOffset? Moment(string name) => Read(name, (string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at));

    /// <summary>Whatever a parser takes; null for none.</summary>
    public T? Read<T>(string name, Parser<T> parse)
        where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        if (parse(text, out var result))
            return result;
        _wrong.Add(name);
        return null;
    }

    /// <summary>Reads a value from a text; false where it holds none.</summary>
    public delegate bool Parser<T>(string text, out T result);
}
