namespace PayHub.Client.Hub;

/// <summary>Requests whose asker may leave before they are answered.</summary>
internal static class Abandonment
{
    /// <summary>Waits as <see cref="Task{TResult}.WaitAsync(CancellationToken)"/> does; when the request fails after that, nobody has to look at it.</summary>
    /// <exception cref="OperationCanceledException">The asker gave up.</exception>
    public static async Task<T> OrGiveUpAsync<T>(this Task<T> request, CancellationToken cancel)
    {
        await ((Task)request).OrGiveUpAsync(cancel);
        return await request;
    }

    /// <inheritdoc cref="OrGiveUpAsync{T}"/>
    public static async Task OrGiveUpAsync(this Task request, CancellationToken cancel)
    {
        try
        {
            await request.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // It fails when its connection is closed, which follows.
            _ = request.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
}
