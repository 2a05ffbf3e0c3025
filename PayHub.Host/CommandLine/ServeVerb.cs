using PayHub.Data.Storage;

namespace PayHub.Host.CommandLine;

/// <summary>No verb: runs the hub until it is told to stop.</summary>
internal static class ServeVerb
{
    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        await using var app = HubHost.Build(HubHost.CreateBuilder(settings));
        if (!HubCommandLine.Accept(app.Configuration))
            return 1;
        try
        {
            await app.RunAsync(cancellationToken);
            return Environment.ExitCode;
        }
        catch (Exception error) when (IsTheOperatorsToMend(error))
        {
            await Console.Error.WriteLineAsync($"payhub: {error.Message}");
            return 1;
        }
    }

    // A port or folder in use, or a folder that may not be written: a sentence helps more than a stack trace.
    private static bool IsTheOperatorsToMend(Exception error) =>
        error is DataDirectoryInUseException or UnauthorizedAccessException or IOException;
}
