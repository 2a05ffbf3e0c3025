using System.Security.Cryptography;
using System.Text;
using PayHub.Data.Storage;

namespace PayHub.Tests.Support;

/// <summary>
/// A data directory as a hub's first start leaves it half-way: the schema and the sealing key, made once by the hub's own code and then
/// copied, because each takes a good part of the time of a test. Tests of the first start itself do without.
/// </summary>
internal static class FreshData
{
    private static readonly Lazy<byte[]> Schema = new(MakeSchema);
    private static readonly Lazy<string> SealingKey = new(MakeSealingKey);

    /// <summary>A new data directory, filled.</summary>
    public static TemporaryFolder NewFolder()
    {
        var folder = new TemporaryFolder();
        Fill(folder.Path);
        return folder;
    }

    /// <summary>Fills the data directory of a hub that is to start.</summary>
    private static void Fill(string folder)
    {
        var directory = new DataDirectory(folder);
        WriteDatabase(directory.DatabaseFile);
        Write(Path.Combine(directory.Folder("keys"), "sealing.pem"), Encoding.ASCII.GetBytes(SealingKey.Value));
    }

    /// <summary>Writes a database with this version's schema and no account.</summary>
    public static void WriteDatabase(string file) => Write(file, Schema.Value);

    private static byte[] MakeSchema()
    {
        using var folder = new TemporaryFolder();
        var database = new PayHubDatabase($"Data Source={folder.File("payhub.db")};Pooling=False", new WriteGate());
        new Migrator(database).MigrateAsync().GetAwaiter().GetResult();
        return File.ReadAllBytes(database.File);
    }

    private static string MakeSealingKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static void Write(string file, byte[] content)
    {
        PrivateFile.Ensure(file);
        File.WriteAllBytes(file, content);
    }
}
