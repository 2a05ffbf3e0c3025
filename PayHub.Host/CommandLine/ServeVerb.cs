namespace PayHub.Host.CommandLine;

/// <summary>No verb: runs the hub until it is told to stop.</summary>
internal static class ServeVerb
{
    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        // Before the hub is put together: its endpoints are made from the settings, right or wrong, and Urls is taken from them.
        var builder = HubHost.CreateBuilder(settings);
        if (!HubCommandLine.Accept(builder.Configuration))
            return 1;
        await using var app = HubHost.Build(builder);
        if (await TryStartAsync(app, cancellationToken))
            await app.WaitForShutdownAsync(cancellationToken);
        return Environment.ExitCode;
    }

    private static async Task<bool> TryStartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var started = false;
        try
        {
            await app.StartAsync(cancellationToken);
            return started = true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested || cancellationToken.IsCancellationRequested)
        {
            // Told to stop before it was ready: that is no fault.
            return false;
        }
        finally
        {
            // Whatever did start is stopped in order, not torn away.
            if (!started)
                await app.StopAsync(CancellationToken.None);
        }
    }
}
