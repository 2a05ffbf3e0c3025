namespace PayHub.Tests.Support;

/// <summary>One hub for tests of a class that are refused, or only ask: a hub of its own for each takes most of their time.</summary>
public sealed class SharedHub : IAsyncDisposable
{
    internal Hub Hub { get; } = Hub.Start();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
