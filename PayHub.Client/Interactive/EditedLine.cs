using System.Globalization;
using System.Text;

namespace PayHub.Client.Interactive;

/// <summary>A line of text with a cursor, and the lines before it.</summary>
internal sealed class EditedLine
{
    private const int MaxHistory = 100;

    private readonly StringBuilder _text = new();
    private readonly List<string> _history = [];
    private int _cursor;
    private int _recalled;

    /// <summary>What was typed so far.</summary>
    public string Text => _text.ToString();

    /// <summary>What was typed in front of the cursor.</summary>
    public string TextToCursor => _text.ToString(0, _cursor);

    /// <summary>Whether nothing was typed.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>How many characters stand behind the cursor.</summary>
    public int ColumnsBehindCursor => _text.Length - _cursor;

    /// <summary>As much of the line as there is room for, the cursor in it, and how many of its columns stand behind the cursor.</summary>
    /// <param name="columns">The room, at least 1.</param>
    public (string Text, int Behind) View(int columns)
    {
        if (_text.Length <= columns)
            return (Text, ColumnsBehindCursor);
        var start = Math.Clamp(_cursor - columns, 0, _text.Length - columns);
        return (_text.ToString(start, columns), start + columns - _cursor);
    }

    /// <summary>Whether lines can be recalled later: not those that hold a secret.</summary>
    public bool IsRemembered { get; set; } = true;

    /// <summary>Ends the line and begins an empty one.</summary>
    public string Take()
    {
        var line = Text;
        if (IsRemembered && line.Length > 0 && (_history.Count == 0 || _history[^1] != line))
            _history.Add(line);
        if (_history.Count > MaxHistory)
            _history.RemoveAt(0);
        _recalled = _history.Count;
        Replace("");
        return line;
    }

    /// <summary>Applies a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="room">The most characters that the line may have.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Apply(ConsoleKeyInfo key, int room)
    {
        if (key.Modifiers.HasFlag(ConsoleModifiers.Control))
            return ApplyControl(key.Key);
        return key.Key switch
        {
            ConsoleKey.Backspace => Delete(_cursor - 1),
            ConsoleKey.Delete => Delete(_cursor),
            ConsoleKey.LeftArrow => Move(_cursor - 1),
            ConsoleKey.RightArrow => Move(_cursor + 1),
            ConsoleKey.Home => Move(0),
            ConsoleKey.End => Move(_text.Length),
            ConsoleKey.UpArrow => Recall(_recalled - 1),
            ConsoleKey.DownArrow => Recall(_recalled + 1),
            _ => Insert(key.KeyChar, room),
        };
    }

    /// <summary>Completes the word in front of the cursor, as far as all words that fit are the same.</summary>
    /// <returns>False where that adds nothing.</returns>
    public bool Complete(IReadOnlyList<string> words, int room)
    {
        var typed = TextToCursor[(TextToCursor.LastIndexOf(' ') + 1)..];
        if (words.Count == 0)
            return false;
        var common = words.Aggregate((one, other) => one[..one.AsSpan().CommonPrefixLength(other)]);
        var rest = words.Count == 1 ? $"{common[typed.Length..]} " : common[Math.Min(typed.Length, common.Length)..];
        if (rest.Length == 0 || _text.Length + rest.Length > room)
            return false;
        _text.Insert(_cursor, rest);
        _cursor += rest.Length;
        return true;
    }

    // The habits of every shell.
    private bool ApplyControl(ConsoleKey key) => key switch
    {
        ConsoleKey.A => Move(0),
        ConsoleKey.E => Move(_text.Length),
        ConsoleKey.U => Replace(""),
        ConsoleKey.L => true,
        _ => false,
    };

    private bool Insert(char character, int room)
    {
        if (!IsOneColumn(character) || _text.Length >= room)
            return false;
        _text.Insert(_cursor++, character);
        return true;
    }

    // Below U+1100 nothing is wide; marks and formats take no column.
    private static bool IsOneColumn(char character) => character is >= ' ' and < '\u1100' and not '\u007f' && CharUnicodeInfo.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned);

    private bool Delete(int at)
    {
        if (at < 0 || at >= _text.Length)
            return false;
        _text.Remove(at, 1);
        _cursor = at;
        return true;
    }

    private bool Move(int to)
    {
        _cursor = Math.Clamp(to, 0, _text.Length);
        return true;
    }

    private bool Recall(int index)
    {
        if (index < 0 || index > _history.Count)
            return false;
        _recalled = index;
        return Replace(index == _history.Count ? "" : _history[index]);
    }

    private bool Replace(string text)
    {
        _text.Clear().Append(text);
        _cursor = text.Length;
        return true;
    }
}
