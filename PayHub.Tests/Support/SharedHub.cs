namespace PayHub.Tests.Support;

/// <summary>One hub for those tests of a class that what others do to it does not touch: one for each takes most of their time.</summary>
public sealed class SharedHub : IAsyncDisposable
{
    internal Hub Hub { get; } = Hub.Start();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
