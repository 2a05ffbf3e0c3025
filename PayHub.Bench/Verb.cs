using System.CommandLine;
using System.Net.Sockets;

namespace PayHub.Bench;

/// <summary>How every verb ends: a fault of the set-up is one sentence, Ctrl-C leaves nothing behind.</summary>
internal static class Verb
{
    /// <summary>The exit code after Ctrl-C.</summary>
    public const int Stopped = 130;

    private const int Failed = 1;

    public static Command Runs(this Command verb, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        verb.SetAction((parsed, cancellationToken) => GuardAsync(() => run(parsed, cancellationToken), cancellationToken));
        return verb;
    }

    private static async Task<int> GuardAsync(Func<Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        // When the hub is ended first, sockets break before the token is seen.
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped; hubs and folders that were made for the run are gone.");
            return Stopped;
        }
        catch (Exception error) when (error is BenchException or IOException or UnauthorizedAccessException or SocketException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"payhub-bench: {error.Message}");
            return Failed;
        }
    }
}
