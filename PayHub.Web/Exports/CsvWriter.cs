using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace PayHub.Web.Exports;

/// <summary>
/// Writes rows of comma-separated values (RFC 4180), row by row, keeping none. Our own, because what libraries offer against
/// formulas looks at the finished cell and would turn negative amounts into text.
/// </summary>
/// <param name="output">Written to, and left open.</param>
internal sealed class CsvWriter(PipeWriter output)
{
    private const int HeldBack = 32 * 1024;

    // What makes a spreadsheet take a cell for a formula, the wide forms of East Asian keyboards among it.
    private const string Formula = "=+-@\t\r\n＝＋－＠";

    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");

    private readonly StringBuilder _row = new();
    private bool _begun;
    private long _held;

    /// <summary>Begins the file with a byte order mark: without one Excel takes it for the machine's own code page.</summary>
    public void Begin() => output.Write(Encoding.UTF8.Preamble);

    /// <summary>Adds text that somebody may have chosen: a spreadsheet takes it for text whatever it begins with. Null is empty.</summary>
    public CsvWriter Text(string? text) => Cell(text is [var first, ..] && Formula.Contains(first, StringComparison.Ordinal) ? "'" + text : text);

    /// <summary>Adds a whole number; null is empty.</summary>
    public CsvWriter Number(long? number) => Cell(number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds what is a number or a word of the hub's own, as it is.</summary>
    public CsvWriter Plain(string? text) => Cell(text);

    /// <summary>Adds a moment: ISO 8601 in UTC, to the microsecond; null is empty.</summary>
    public CsvWriter Time(DateTimeOffset? at) => Cell(at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));

    /// <summary>Ends the row. Waits while whoever reads is slower.</summary>
    public async ValueTask EndRowAsync(CancellationToken cancellationToken)
    {
        _held += Encoding.UTF8.GetBytes(_row.Append("\r\n").ToString(), output);
        _row.Clear();
        _begun = false;
        if (_held < HeldBack)
            return;
        _held = 0;
        await output.FlushAsync(cancellationToken);
    }

    private CsvWriter Cell(string? text)
    {
        if (_begun)
            _row.Append(',');
        _begun = true;
        if (text.AsSpan().ContainsAny(NeedQuotes))
            _row.Append('"').Append(text).Replace("\"", "\"\"", _row.Length - text!.Length, text.Length).Append('"');
        else
            _row.Append(text);
        return this;
    }
}
