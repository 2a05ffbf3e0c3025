namespace PayHub.Client.Interactive;

/// <summary>Where the owner's commands come from.</summary>
internal interface ILineSource
{
    /// <summary>Whether a person at a terminal types them: then questions may be asked, and nothing ends by itself.</summary>
    bool IsTerminal { get; }

    /// <summary>The next line; null when there are no more.</summary>
    /// <param name="question">Shown instead of the usual prompt; null for that.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<string?> ReadLineAsync(string? question, CancellationToken cancel);

    /// <summary>A line that is not shown while it is typed; null where there is nobody to type it.</summary>
    /// <param name="question">Shown instead of the usual prompt.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<string?> ReadSecretAsync(string question, CancellationToken cancel);

    /// <summary>Asks the owner yes or no.</summary>
    /// <param name="question">Shown instead of the usual prompt.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Null where nobody can be asked.</returns>
    async Task<bool?> AskAsync(string question, CancellationToken cancel) =>
        IsTerminal ? (await ReadLineAsync(question, cancel))?.Trim().ToUpperInvariant() is "Y" or "YES" : null;
}

/// <summary>Lines from a pipe or a file.</summary>
internal sealed class RedirectedLines(TextReader reader) : ILineSource
{
    /// <inheritdoc/>
    public bool IsTerminal => false;

    /// <inheritdoc/>
    public Task<string?> ReadLineAsync(string? question, CancellationToken cancel) =>
        // Standard input can't be cancelled: the read is left behind and ends with the process.
        Task.Run(reader.ReadLine, cancel).WaitAsync(cancel);

    /// <inheritdoc/>
    public Task<string?> ReadSecretAsync(string question, CancellationToken cancel) => Task.FromResult<string?>(null);
}

/// <summary>No lines, ever: standard input is left alone, so that the wallet can run in the background of a shell.</summary>
internal sealed class NoLines : ILineSource
{
    /// <inheritdoc/>
    public bool IsTerminal => false;

    /// <inheritdoc/>
    public async Task<string?> ReadLineAsync(string? question, CancellationToken cancel)
    {
        await Task.Delay(Timeout.Infinite, cancel);
        return null;
    }

    /// <inheritdoc/>
    public Task<string?> ReadSecretAsync(string question, CancellationToken cancel) => Task.FromResult<string?>(null);
}
