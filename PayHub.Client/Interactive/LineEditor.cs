using System.Threading.Channels;

namespace PayHub.Client.Interactive;

/// <summary>
/// The line that a person types at a terminal. The shell's own editing would not do: events print at any time, and must not tear
/// apart what is being typed. Takes characters of one column only, so that the cursor is where it seems to be.
/// </summary>
internal sealed class LineEditor : ILineSource
{
    private const string EraseLine = "\r\x1b[K";

    private const int Room = 1000;
    private const int LeastColumns = 20;
    private const int UsualColumns = 80;

    private readonly Lock _lock = new();
    private readonly EditedLine _line = new();
    private readonly Channel<string?> _lines = Channel.CreateBounded<string?>(16);
    private string _prompt = "> ";
    private string? _shownPrompt;
    private Thread? _keys;
    private bool _isSecret;

    /// <inheritdoc/>
    public bool IsTerminal => true;

    /// <summary>The words that may stand at the end of a line that begins like this; none by default.</summary>
    public Func<string, IReadOnlyList<string>> Complete { get; set; } = _ => [];

    /// <inheritdoc/>
    public async Task<string?> ReadSecretAsync(string question, CancellationToken cancel)
    {
        lock (_lock)
        {
            _isSecret = true;
            _line.IsRemembered = false;
        }
        try
        {
            return await ReadLineAsync(question, cancel);
        }
        finally
        {
            lock (_lock)
            {
                _isSecret = false;
                _line.IsRemembered = true;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<string?> ReadLineAsync(string? question, CancellationToken cancel)
    {
        StartKeys();
        if (_lines.Reader.TryRead(out var typedAhead))
            return typedAhead;
        lock (_lock)
            Ask(question ?? _prompt);
        try
        {
            return await _lines.Reader.ReadAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            Hide();
            throw;
        }
    }

    /// <summary>Changes the usual prompt.</summary>
    public void SetPrompt(string prompt)
    {
        lock (_lock)
        {
            if (_shownPrompt == _prompt)
                Draw(prompt);
            _prompt = prompt;
        }
    }

    /// <summary>Prints above the line that is being typed.</summary>
    public void PrintAbove(Action print)
    {
        lock (_lock)
        {
            if (_shownPrompt is not null)
                Console.Write(EraseLine);
            print();
            if (_shownPrompt is { } prompt)
                Draw(prompt);
        }
    }

    // All but the last line of a question stays above; the last one is drawn again with each key.
    private void Ask(string question)
    {
        var last = question.LastIndexOf('\n') + 1;
        if (last > 0)
            Console.Write($"{EraseLine}{question[..last]}");
        Draw(question[last..]);
    }

    private void Hide()
    {
        lock (_lock)
        {
            Console.Write(EraseLine);
            _shownPrompt = null;
        }
    }

    private void StartKeys()
    {
        if (_keys is not null)
            return;
        _keys = new Thread(ReadKeys) { IsBackground = true, Name = "keys" };
        _keys.Start();
    }

    private void ReadKeys()
    {
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            lock (_lock)
                Handle(key);
        }
    }

    private void Handle(ConsoleKeyInfo key)
    {
        var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        if (key.Key == ConsoleKey.Enter)
            Finish(_line.Take());
        else if (isControl && key.Key == ConsoleKey.D && _line.IsEmpty)
            Finish(null);
        else if (key.Key == ConsoleKey.Tab)
            CompleteWord();
        else if (_line.Apply(key, Room) && _shownPrompt is { } prompt)
            Draw(prompt);
    }

    private void CompleteWord()
    {
        if (_isSecret || _shownPrompt is not { } prompt)
            return;
        var words = Complete(_line.TextToCursor);
        if (!_line.Complete(words, Room) && words.Count > 1)
            Console.WriteLine($"{EraseLine}{string.Join("  ", words)}");
        Draw(prompt);
    }


    private void Finish(string? line)
    {
        if (_shownPrompt is not null)
            Console.WriteLine();
        _shownPrompt = null;
        _lines.Writer.TryWrite(line);
    }

    private void Draw(string prompt)
    {
        _shownPrompt = prompt;
        if (_isSecret)
        {
            Console.Write($"{EraseLine}{prompt}");
            return;
        }
        var columns = Console.WindowWidth > 0 ? Console.WindowWidth : UsualColumns;
        var (text, behind) = _line.View(Math.Max(LeastColumns, columns - prompt.Length - 1));
        Console.Write($"{EraseLine}{prompt}{text}");
        if (behind > 0)
            Console.Write($"\x1b[{behind}D");
    }
}
