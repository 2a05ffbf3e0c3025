using System.Text;

namespace PayHub.Tests.Support;

/// <summary>
/// Runs a program's entry point inside the test's process, with a console of its own: to start a process takes a second of processor
/// time for a wallet, several for a hub. The console follows the flow of execution, so that programs that run at once do not mix.
/// </summary>
internal static class EntryPoint
{
    private static readonly AsyncLocal<Captured?> Current = new();

    static EntryPoint()
    {
        var (input, output, errors) = (Console.In, Console.Out, Console.Error);
        Console.SetIn(new RoutedReader(() => Current.Value is null ? input : TextReader.Null));
        Console.SetOut(new RoutedWriter(() => Current.Value?.Output.Writer ?? output));
        Console.SetError(new RoutedWriter(() => Current.Value?.Errors.Writer ?? errors));
    }

    /// <summary>Runs it to its end. Its input is at its end at once; relative paths count from the tests' folder.</summary>
    /// <returns>Its exit code and what it wrote, in lines without the last end.</returns>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        Func<string[], CancellationToken, Task<int>> main, IEnumerable<string> arguments)
    {
        var console = new Captured();
        using var bound = new CancellationTokenSource(TestEnvironment.Bound);
        var run = Task.Run(() =>
        {
            Current.Value = console;
            return main([.. arguments], bound.Token);
        });
        try
        {
            var exitCode = await run.WaitAsync(2 * TestEnvironment.Bound);
            bound.Token.ThrowIfCancellationRequested();
            return (exitCode, console.Output.Lines, console.Errors.Lines);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            Assert.Fail($"It did not end. Output:\n{console.Output.Lines}\nErrors:\n{console.Errors.Lines}");
            throw;
        }
    }

    private sealed class Captured
    {
        public Memo Output { get; } = new();

        public Memo Errors { get; } = new();
    }

    // A program may write in several threads.
    private sealed class Memo
    {
        private readonly StringBuilder _text = new();

        public Memo() => Writer = TextWriter.Synchronized(new StringWriter(_text));

        public TextWriter Writer { get; }

        public string Lines
        {
            get
            {
                // What a synchronized writer locks is itself.
                lock (Writer)
                    return _text.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
            }
        }
    }

    private sealed class RoutedReader(Func<TextReader> target) : TextReader
    {
        public override int Peek() => target().Peek();

        public override int Read() => target().Read();

        public override string? ReadLine() => target().ReadLine();
    }

    private sealed class RoutedWriter(Func<TextWriter> target) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => target().Write(value);

        public override void Write(string? value) => target().Write(value);

        public override void Write(char[] buffer, int index, int count) => target().Write(buffer, index, count);

        public override void WriteLine(string? value) => target().WriteLine(value);
    }
}
