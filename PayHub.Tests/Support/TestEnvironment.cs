using System.Collections;
using System.Diagnostics;
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
        // A terminal in which the tests run is not the wallet's.
        Environment.SetEnvironmentVariable("TERM", "dumb");
    }

    /// <summary>What a test needs is not there: skips it, or fails it where the variable is 1, as in CI.</summary>
    /// <param name="variable">Whether it must be there, such as PAYHUB_REQUIRE_BROWSER.</param>
    /// <param name="reason">What is missing, and how to have it.</param>
    /// <returns>Never; the caller throws what it returns, so that the compiler knows.</returns>
    public static Exception Missing(string variable, string reason)
    {
        if (Environment.GetEnvironmentVariable(variable) == "1")
            Assert.Fail(reason);
        Assert.Skip(reason);
        return new UnreachableException();
    }

    private static string Metadata(string key) =>
        Path.GetFullPath(typeof(TestEnvironment).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!);
}
