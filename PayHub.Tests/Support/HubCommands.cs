using PayHub.Host.CommandLine;

namespace PayHub.Tests.Support;

/// <summary>The host's verbs, and starts that fail, each run to its end inside the test's process.</summary>
internal static class HubCommands
{
    private static readonly string[] AsTheHost =
    [
        // Its pages' files are listed by the program's name, which is the tests' here.
        "--applicationName=PayHub.Host",
        // Each that looks out for another settings file holds one of the few watches that the system gives to a user.
        "--hostBuilder:reloadConfigOnChange=false",
    ];

    /// <summary>Runs a verb; without one the hub starts, and the test waits until it has ended.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string dataDirectory, IEnumerable<string> verb, params (string Key, string Value)[] settings) =>
        EntryPoint.RunAsync(HubCommandLine.RunAsync, [.. verb, .. AsTheHost, .. HubProcess.Arguments(dataDirectory, settings)]);
}
