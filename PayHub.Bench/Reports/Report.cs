using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace PayHub.Bench.Reports;

/// <summary>The figures of a verb: a table for people, the same as JSON for programs.</summary>
/// <param name="verb">Which verb measured.</param>
/// <param name="columns">What each figure has: "value", say, and "limit".</param>
internal sealed class Report(string verb, params string[] columns)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private const string Ratio = "ratio";
    private readonly List<Row> _rows = [];
    private readonly List<string> _notes = [];

    /// <summary>Adds a figure. A value that could not be measured is null, and shown as a dash.</summary>
    /// <param name="name">With its unit.</param>
    /// <param name="format">A .NET number format, such as N0.</param>
    /// <param name="values">One a column; what is missing at the end stays empty.</param>
    public void Add(string name, string format, params double?[] values) => _rows.Add(new Row(name, format, values));

    /// <summary>Adds a sentence below the table.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>The value of a figure in the first column.</summary>
    public double? this[string name] => _rows.Find(row => row.Name == name)?.Values[0];

    public void Print()
    {
        // Into a file or a pipe no line is broken.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 250;
        Console.WriteLine(Machine.Describe());
        var table = new Table().AddColumns(["figure", .. columns]);
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var row in _rows)
            table.AddRow([Markup.Escape(row.Name), .. columns.Select((column, i) => i < row.Values.Length ? Text(row.Values[i], column == Ratio ? "N2" : row.Format) : "")]);
        AnsiConsole.Write(table);
        foreach (var note in _notes)
            Console.WriteLine(note);
    }

    /// <summary>Prints, and writes the file where one is asked for.</summary>
    public async Task PublishAsync(FileInfo? json)
    {
        Print();
        if (json is not null)
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(ToDocument(), Indented));
    }

    private object ToDocument() => new
    {
        verb,
        machine = Machine.Describe(),
        figures = _rows.ConvertAll(row => columns.Take(row.Values.Length)
            .Select((column, i) => KeyValuePair.Create(column, (object?)Finite(row.Values[i])))
            .Prepend(KeyValuePair.Create("figure", (object?)row.Name.Trim())).ToDictionary()),
        notes = _notes,
    };

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string Text(double? value, string format) =>
        value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "-";

    private sealed record Row(string Name, string Format, double?[] Values);
}
