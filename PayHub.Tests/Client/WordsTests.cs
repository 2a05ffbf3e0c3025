using PayHub.Client.Hub;
using PayHub.Client.Interactive;
using PayHub.Client.Output;
using PayHub.Client.Session;

namespace PayHub.Tests.Client;

public sealed class WordsTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("\u001b]0;title\u0007x", "x")]
    [InlineData("\u001b]8;;http://evil\u001b\\link", "link")]
    [InlineData("\u009b2Jx", "x")]
    [InlineData("a\rb\nc\0d\u0008e\u007f", "abcde")]
    [InlineData("\u202egnp.exe", "gnp.exe")]
    [InlineData("\u001bx", "x")]
    public void Text_of_others_is_made_safe_to_print(string text, string clean) => Assert.Equal(clean, PrintableText.Clean(text));

    [Fact]
    public void Long_text_of_others_is_cut() => Assert.Equal(PrintableText.MaxLength, PrintableText.Clean(new string('x', 100_000)).Length);

    [Theory]
    [InlineData("lsit", "list")]
    [InlineData("bal", "balance")]
    [InlineData("blance", "balance")]
    [InlineData("xyzzy", null)]
    public void A_mistyped_word_gets_the_nearest(string typed, string? meant) =>
        Assert.Equal(meant, Suggestion.For(typed, ["list", "balance", "accept", "requests"]));

    [Theory]
    [InlineData("localhost", "localhost:8888")]
    [InlineData("hub.example:1", "hub.example:1")]
    [InlineData("[::1]:65535", "[::1]:65535")]
    [InlineData("::1", "[::1]:8888")]
    [InlineData("127.0.0.1:7000", "127.0.0.1:7000")]
    [InlineData("localhost:0", null)]
    [InlineData("localhost:65536", null)]
    [InlineData("localhost:", null)]
    [InlineData(":8888", null)]
    [InlineData("", null)]
    [InlineData("http://localhost", null)]
    public void A_hub_is_a_host_with_or_without_a_port(string text, string? expected)
    {
        Assert.Equal(expected is not null, HubAddress.TryParse(text, 8888, out var address));
        Assert.Equal(expected, address?.ToString());
    }

    [Theory]
    [InlineData("", 10, 10, 0, true, "", false)]
    [InlineData("", 0, 10, 0, false, "", false)]
    [InlineData("Transfer Fail!", 0, 10, 0, false, "Transfer Fail!", false)]
    [InlineData("429 TOO_MANY", 0, 10, 0, false, "429 TOO_MANY", false)]
    [InlineData("", 7, 10, 3, true, "", false)]
    [InlineData("", -3, 10, 3, false, "", false)]
    [InlineData("Transfer Fail!", 10, 10, 3, true, "", true)]
    [InlineData("", 0, 10, 10, false, "unclear", false)]
    [InlineData("", 110, 10, 0, false, "unclear", false)]
    public void A_relay_is_judged_by_what_the_balance_did(
        string line, long rise, long amount, long own, bool isReceived, string code, bool isOwnRefusal) =>
        Assert.Equal(new RelayVerdict(isReceived, code, isOwnRefusal), RelayVerdict.Judge(line, rise, amount, own));

    [Fact]
    public void Keys_edit_a_line()
    {
        var line = new EditedLine();
        Type(line, "pay bob 1");
        Press(line, ConsoleKey.Home, ConsoleKey.Delete, ConsoleKey.RightArrow, ConsoleKey.Backspace);
        Type(line, "X");
        Assert.Equal(("Xy bob 1", 7), (line.Text, line.ColumnsBehindCursor));
        Assert.Equal("Xy bob 1", line.Take());
        Assert.True(line.IsEmpty);
        Press(line, ConsoleKey.UpArrow);
        Assert.Equal("Xy bob 1", line.Text);
        Press(line, ConsoleKey.DownArrow);
        Assert.True(line.IsEmpty);
        Assert.True(line.Apply(new ConsoleKeyInfo('é', 0, false, false, false), 80));
        Assert.False(line.Apply(new ConsoleKeyInfo('中', 0, false, false, false), 80));
        Assert.False(line.Apply(new ConsoleKeyInfo('\u0301', 0, false, false, false), 80));
    }

    [Fact]
    public void Words_are_completed_as_far_as_they_are_the_same()
    {
        var line = new EditedLine();
        Type(line, "pay b");
        Assert.True(line.Complete(["bob", "bobby"], 80));
        Assert.Equal("pay bob", line.Text);
        Assert.False(line.Complete(["bob", "bobby"], 80));
        Assert.True(line.Complete(["bobby"], 80));
        Assert.Equal("pay bobby ", line.Text);
        Assert.False(line.Complete([], 80));
    }

    [Fact]
    public void A_line_longer_than_the_terminal_shows_where_the_cursor_is()
    {
        var line = new EditedLine();
        Type(line, "0123456789");
        Assert.Equal(("0123456789", 0), line.View(10));
        Assert.Equal(("6789", 0), line.View(4));
        Press(line, ConsoleKey.LeftArrow, ConsoleKey.LeftArrow);
        Assert.Equal(("4567", 0), line.View(4));
        Press(line, ConsoleKey.Home);
        Assert.Equal(("0123", 4), line.View(4));
    }

    [Fact]
    public void A_secret_is_not_recalled()
    {
        var line = new EditedLine { IsRemembered = false };
        Type(line, "correct horse");
        Assert.Equal("correct horse", line.Take());
        Press(line, ConsoleKey.UpArrow);
        Assert.Equal("", line.Text);
    }

    private static void Type(EditedLine line, string text)
    {
        foreach (var character in text)
            line.Apply(new ConsoleKeyInfo(character, 0, false, false, false), 80);
    }

    private static void Press(EditedLine line, params ConsoleKey[] keys)
    {
        foreach (var key in keys)
            line.Apply(new ConsoleKeyInfo('\0', key, false, false, false), 80);
    }
}
