using PayHub.Client.CommandLine;

namespace PayHub.Client;

internal static class Program
{
    private static Task<int> Main(string[] args) => WalletCommand.RunAsync(args);
}
