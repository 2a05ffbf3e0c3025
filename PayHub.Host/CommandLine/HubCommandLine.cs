using System.CommandLine;
using PayHub.Host.Settings;

namespace PayHub.Host.CommandLine;

/// <summary>The host's command line: without a verb it serves.</summary>
internal static class HubCommandLine
{
    private const string Description =
        """
        PayHub, a self-hosted hub for small payments between people. Without a command it runs the hub.

        Settings come from appsettings.json, from the environment (PayHub__Tcp__Port=9000) and from the command line
        (--PayHub:Tcp:Port=9000, --urls=http://localhost:9090); docs/operations.md explains each.
        """;

    /// <summary>Runs the command line.</summary>
    /// <returns>The process's exit code: 0 done, 1 failed or refused, 2 not understood.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        // Settings look like options, but belong to the configuration, which takes any key.
        var settings = args.Where(IsSetting).ToArray();
        var root = new RootCommand(Description)
        {
            VerifyVerb.Create(settings),
            BackupVerb.Create(settings),
            AdminLinkVerb.Create(settings),
            HealthCheckVerb.Create(settings),
        };
        root.SetAction((_, cancellationToken) => ServeVerb.RunAsync(settings, cancellationToken));
        var parsed = root.Parse([.. args.Except(settings)]);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        await parsed.InvokeAsync();
        return 2;
    }

    /// <summary>Prints what is wrong with the settings.</summary>
    /// <returns>Whether nothing is.</returns>
    public static bool Accept(IConfiguration configuration)
    {
        var faults = SettingsCheck.Faults(configuration);
        foreach (var fault in faults)
            Console.Error.WriteLine($"payhub: {fault}");
        return faults.Count == 0;
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && (argument.Contains('=') || argument.Contains(':'))
        && !argument.StartsWith("--expect", StringComparison.Ordinal);
}
