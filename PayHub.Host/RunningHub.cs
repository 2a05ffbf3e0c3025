using System.Text;
using PayHub.Data.Settings;
using PayHub.Data.Storage;
using PayHub.Host.Settings;

namespace PayHub.Host;

/// <summary>Where the hub that runs on a data directory has its dashboard: noted there for the verbs, which run beside it.</summary>
/// <param name="directory">The data directory.</param>
internal sealed class RunningHub(DataDirectory directory)
{
    private string NoteFile => directory.File("dashboard-address");

    /// <summary>The dashboard's address; null where no hub runs on the directory. After a kill it is the last one.</summary>
    private string? Address => File.Exists(NoteFile) ? File.ReadAllText(NoteFile) : null;

    /// <summary>The dashboard's address for verbs: the running hub's, else that of the settings.</summary>
    public static string AddressOf(IConfiguration configuration)
    {
        var directory = new DataDirectory(configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.DataDirectory)}"] ?? new StorageOptions().DataDirectory);
        if (new RunningHub(directory).Address is { } noted)
            return noted;
        var set = DashboardAddresses.Of(configuration)[0];
        return $"{set.Scheme}://{DashboardAddresses.Reachable(set.Host)}:{set.Port}";
    }

    /// <summary>Notes it, once the hub listens.</summary>
    public Task NoteAsync(string address, CancellationToken cancellationToken) =>
        PrivateFile.WriteAsync(NoteFile, Encoding.UTF8.GetBytes(address), cancellationToken);

    /// <summary>Forgets it: the hub stops.</summary>
    public void Forget() => File.Delete(NoteFile);
}
