using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PayHub.Tests.Support;

/// <summary>What all tests share: paths, bounds, and an environment without settings of the developer's own.</summary>
internal static class TestEnvironment
{
    /// <summary>The longest that a test waits for an event. Far more than needed: it only bounds a failure.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Whether pictures are taken of all that is looked at.</summary>
    public static bool TakesPictures => Environment.GetEnvironmentVariable("PAYHUB_SCREENSHOTS") == "1";

    public static string HostProgram { get; } = Metadata("HostProgram");

    public static string WalletProgram { get; } = Metadata("WalletProgram");

    public static string BenchProgram { get; } = Metadata("BenchProgram");

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    [ModuleInitializer]
    internal static void RemoveSettingsOfTheDeveloper()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(pair => (string)pair.Key))
        {
            if (name.StartsWith("PayHub__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase))
                Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static string Metadata(string key) =>
        Path.GetFullPath(typeof(TestEnvironment).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!);
}
