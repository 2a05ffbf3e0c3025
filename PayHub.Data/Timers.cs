namespace PayHub.Data;

/// <summary>Ticks for background services.</summary>
internal static class Timers
{
    /// <summary>Waits for the next tick.</summary>
    /// <returns>False once the service stops: not an error, even while the host still starts.</returns>
    public static async ValueTask<bool> NextTickAsync(this PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
