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
        await StartAsync(app, cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return Environment.ExitCode;
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            // Whatever did start is stopped in order, not torn away.
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
