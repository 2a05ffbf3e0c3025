using System.Collections.Concurrent;
using PayHub.Tests.Support;

[assembly: AssemblyFixture(typeof(UnobservedErrors))]

namespace PayHub.Tests.Support;

/// <summary>Fails the run when a task of the product failed and nobody ever looked at it.</summary>
public sealed class UnobservedErrors : IDisposable
{
    private readonly ConcurrentQueue<string> _errors = new();

    /// <summary>Starts to listen.</summary>
    public UnobservedErrors() => TaskScheduler.UnobservedTaskException += Note;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Only the finalizer of a forgotten task tells of it.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= Note;
        Assert.True(_errors.IsEmpty, string.Join('\n', _errors));
    }

    // Clients of the tests are killed at will: what they leave behind is theirs.
    private void Note(object? sender, UnobservedTaskExceptionEventArgs args)
    {
        var text = args.Exception.ToString();
        if (text.Contains("at PayHub.", StringComparison.Ordinal) && !text.Contains("at PayHub.Tests.", StringComparison.Ordinal))
            _errors.Enqueue(text);
    }
}
