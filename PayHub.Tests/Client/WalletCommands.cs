using System.Net;
using PayHub.Client.CommandLine;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>The wallet's commands, each run to its end inside the test's process.</summary>
internal static class WalletCommands
{
    /// <summary>Runs a command with its files in a folder.</summary>
    public static async Task<WalletResult> RunAsync(string home, params string[] arguments)
    {
        var (exitCode, output, errors) = await EntryPoint.RunAsync(WalletCommand.RunAsync, ["--home", home, .. arguments]);
        return new WalletResult(exitCode, output, errors);
    }

    /// <summary>As <see cref="RunAsync(string, string[])"/>, on the classic protocol.</summary>
    public static Task<WalletResult> RunAsync(IPEndPoint hub, string home, params string[] arguments) =>
        RunAsync(home, ["--plain", "--hub", hub.ToString(), .. arguments]);
}

/// <summary>What a command left behind.</summary>
internal sealed record WalletResult(int ExitCode, string Output, string Errors);
