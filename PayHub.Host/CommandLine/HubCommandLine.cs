using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
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
    /// <param name="args">The process's arguments.</param>
    /// <param name="cancellationToken">Ends what runs, as SIGTERM does.</param>
    /// <returns>The process's exit code: 0 done, 1 failed or refused, 2 not understood.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        args = JoinSettings(args);
        // Settings look like options, but belong to the configuration, which takes any key.
        var settings = args.Where(IsSetting).ToArray();
        var root = new RootCommand(Description)
        {
            VerifyVerb.Create(settings),
            BackupVerb.Create(settings),
            AdminLinkVerb.Create(settings),
            RotateVerbs.CreateIdentity(settings),
            RotateVerbs.CreateSealing(settings),
            HealthCheckVerb.Create(settings),
        };
        root.SetAction((_, cancellationToken) => ServeVerb.RunAsync(settings, cancellationToken));
        var parsed = root.Parse([.. args.Where(argument => !IsSetting(argument))]);
        if (parsed.Errors.Count == 0)
            return await InvokeAsync(parsed, cancellationToken);
        // The library's own action suggests the nearest verb.
        if (parsed.Action is ParseErrorAction wrong)
            wrong.ShowHelp = false;
        await parsed.InvokeAsync(cancellationToken: cancellationToken);
        await Console.Error.WriteLineAsync("See --help.");
        return 2;
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, cancellationToken);
        }
        catch (Exception error) when (IsTheOperatorsToMend(error))
        {
            await Console.Error.WriteLineAsync($"payhub: {Sentence(error)}");
            return 1;
        }
    }

    // An address or folder in use, a folder that may not be written, a damaged file: a sentence helps more than a stack trace.
    private static bool IsTheOperatorsToMend(Exception error) =>
        error is IOException or UnauthorizedAccessException or SqliteException or SocketException or InvalidDataException;

    private static string Sentence(Exception error) => error switch
    {
        { InnerException: AddressInUseException } => $"the hub can't listen where it should: {WithoutScheme(error.Message)} See Urls, PayHub:Tcp:Port and PayHub:Tcp:TlsPort.",
        SocketException => $"the hub can't listen where it should: {error.Message}; see Urls, PayHub:Tcp:Address, PayHub:Tcp:Port and PayHub:Tcp:TlsPort.",
        InvalidDataException { InnerException: { } inner } => $"{error.Message} {inner.Message}",
        _ => error.Message,
    };

    // Kestrel takes every endpoint for one of HTTP.
    private static string WithoutScheme(string message) =>
        message.Replace("http://", "", StringComparison.Ordinal).Replace("https://", "", StringComparison.Ordinal);

    /// <summary>Prints what is wrong with the settings.</summary>
    /// <returns>Whether nothing is.</returns>
    public static bool Accept(IConfiguration configuration)
    {
        var faults = SettingsCheck.Faults(configuration);
        foreach (var fault in faults)
            Console.Error.WriteLine($"payhub: {fault}");
        return faults.Count == 0;
    }

    // The configuration also takes "--key value"; joined, a setting is one argument as everywhere else here.
    private static string[] JoinSettings(string[] args)
    {
        var joined = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var takesValue = (args[i] == "--urls" || (IsSetting(args[i]) && !args[i].Contains('='))) && i + 1 < args.Length;
            joined.Add(takesValue ? $"{args[i]}={args[++i]}" : args[i]);
        }
        return [.. joined];
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && (argument.Contains('=') || argument.Contains(':'))
        && !argument.StartsWith("--expect", StringComparison.Ordinal);
}
