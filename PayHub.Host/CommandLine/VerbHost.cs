using PayHub.Data.Storage;

namespace PayHub.Host.CommandLine;

/// <summary>What a verb works with: the settings, and the database of a hub that is there. Disposing it closes the database.</summary>
internal sealed class VerbHost : IDisposable
{
    private readonly IHost _app;

    private VerbHost(IHost app) => _app = app;

    public IServiceProvider Services => _app.Services;

    /// <summary>Opens it.</summary>
    /// <returns>Null where a setting is wrong or there is no database; that is told on standard error.</returns>
    public static VerbHost? Open(string[] settings)
    {
        var app = HubHost.BuildForVerb(settings);
        if (HubCommandLine.Accept(app.Services.GetRequiredService<IConfiguration>()) && HasDatabase(app.Services))
            return new VerbHost(app);
        app.Dispose();
        return null;
    }

    public void Dispose()
    {
        Services.GetRequiredService<PayHubDatabase>().CloseConnections();
        _app.Dispose();
    }

    private static bool HasDatabase(IServiceProvider services)
    {
        var file = services.GetRequiredService<PayHubDatabase>().File;
        if (File.Exists(file))
            return true;
        Console.Error.WriteLine($"payhub: there is no database {file}: is PayHub:DataDirectory right? It counts from the folder in which you start the host.");
        return false;
    }
}
