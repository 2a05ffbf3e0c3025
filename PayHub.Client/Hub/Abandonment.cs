namespace PayHub.Client.Hub;

/// <summary>Requests whose asker may leave before they are answered.</summary>
internal static class Abandonment
{
    /// <summary>Waits as <see cref="Task{TResult}.WaitAsync(CancellationToken)"/> does; when the hub is lost after that, nobody has to look at the request.</summary>
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
            _ = EndAsync(request);
            throw;
        }
    }

    // Its connection is closed next, unless it is answered before. Any other failure is not expected, and stays unobserved.
    private static async Task EndAsync(Task request)
    {
        try
        {
            await request;
        }
        catch (Exception e) when (e is HubLostException or HubUntrustedException)
        {
        }
    }
}
