using System.IO.Pipelines;
using System.Text;
using Microsoft.VisualBasic.FileIO;
using PayHub.Web.Exports;

namespace PayHub.Tests.Web;

public sealed class CsvWriterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1", "'+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("=1,\"2\"", "'=1,\"2\"")]
    [InlineData("a \"quoted\", word", "a \"quoted\", word")]
    [InlineData("two\r\nlines", "two\r\nlines")]
    [InlineData("付款 ☕", "付款 ☕")]
    [InlineData("", "")]
    public async Task Text_comes_back_as_it_was_and_never_as_a_formula(string text, string read)
    {
        var rows = Read(await WriteAsync(csv => csv.Text("first").Text(text).Text(text).Plain("last")));
        Assert.Equal(["first", read, read, "last"], Assert.Single(rows));
    }

    [Fact]
    public async Task Numbers_stay_numbers_and_what_is_not_there_is_empty()
    {
        var file = await WriteAsync(csv => csv.Plain("-12.50").Number(-3).Number(null).Text(null).Time(null)
            .Time(new DateTimeOffset(2026, 3, 1, 20, 0, 0, 5, TimeSpan.FromHours(8))));
        Assert.Equal("-12.50,-3,,,,2026-03-01T12:00:00.005000Z\r\n", Encoding.UTF8.GetString(file.AsSpan(3)));
        Assert.Equal(Encoding.UTF8.GetPreamble(), file[..3]);
    }

    /// <summary>Reads a file by a reader that shares no code with the product.</summary>
    internal static List<string[]> Read(byte[] file)
    {
        using var parser = new TextFieldParser(new MemoryStream(file), Encoding.UTF8) { TrimWhiteSpace = false, HasFieldsEnclosedInQuotes = true };
        parser.SetDelimiters(",");
        var rows = new List<string[]>();
        while (parser.ReadFields() is { } row)
            rows.Add(row);
        return rows;
    }

    private static async Task<byte[]> WriteAsync(Action<CsvWriter> write)
    {
        using var file = new MemoryStream();
        var output = PipeWriter.Create(file);
        var csv = new CsvWriter(output);
        csv.Begin();
        write(csv);
        await csv.EndRowAsync(Stop);
        await output.FlushAsync(Stop);
        return file.ToArray();
    }
}
