namespace PayHub.Host.CommandLine;

/// <summary>No verb: runs the hub until it is told to stop.</summary>
internal static class ServeVerb
{
    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        var builder = HubHost.CreateBuilder(settings);
        if (!HubCommandLine.Accept(builder.Configuration))
            return 1;
        await using var app = HubHost.Build(builder);
        if (await StartAsync(app, cancellationToken))
            await app.WaitForShutdownAsync(cancellationToken);
        Console.WriteLine("Stopped.");
        return Environment.ExitCode;
    }

    // Whatever did start is stopped in order, not torn away.
    private static async Task<bool> StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested || cancellationToken.IsCancellationRequested)
        {
            await app.StopAsync(CancellationToken.None);
            return false;
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
