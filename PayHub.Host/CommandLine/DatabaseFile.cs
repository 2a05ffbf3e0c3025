using PayHub.Data.Storage;

namespace PayHub.Host.CommandLine;

/// <summary>For verbs that read a hub's database: is there one?</summary>
internal static class DatabaseFile
{
    /// <summary>Whether it is there; says so where it is not.</summary>
    public static bool Exists(IServiceProvider services)
    {
        var file = services.GetRequiredService<PayHubDatabase>().File;
        if (File.Exists(file))
            return true;
        Console.Error.WriteLine($"payhub: there is no database {file}: is PayHub:DataDirectory right? It counts from the folder in which you start the host.");
        return false;
    }
}
