using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PayHub.Data.Storage;

namespace PayHub.Tcp.Keys;

/// <summary>The files of the hub's sealing keys in the data directory, mode 0600: the one in use, and former ones, named by their last moment.</summary>
/// <param name="directory">The data directory.</param>
public sealed class SealingFiles(DataDirectory directory)
{
    private const int Bits = 2048;
    private const string FormerPrefix = "sealing-until-";
    private const string MomentFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    private string Folder => directory.Folder("keys");

    /// <summary>The full path of the key in use.</summary>
    public string CurrentPath => Path.Combine(Folder, "sealing.pem");

    /// <summary>Loads the key in use; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file holds no RSA key of the right size.</exception>
    public RSA? Load() => File.Exists(CurrentPath) ? Import(CurrentPath) : null;

    /// <summary>Makes a key, and puts it in the place of the one that may be there.</summary>
    public async Task<RSA> CreateAsync(CancellationToken cancellationToken)
    {
        var key = RSA.Create(Bits);
        await PrivateFile.WriteAsync(CurrentPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), cancellationToken);
        return key;
    }

    /// <summary>Loads the former keys, the one that lasts longest first.</summary>
    /// <exception cref="InvalidDataException">A file holds no RSA key of the right size.</exception>
    public IReadOnlyList<(RSA Key, DateTimeOffset Until)> LoadFormer() =>
        [.. Former().OrderByDescending(former => former.Until).Select(former => (Import(former.Path), former.Until))];

    /// <summary>Deletes the former keys whose time is over.</summary>
    public void DeleteExpired(DateTimeOffset now)
    {
        foreach (var (path, _) in Former().Where(former => former.Until <= now))
            File.Delete(path);
    }

    /// <summary>Keeps a copy of the key in use, as a former one.</summary>
    /// <param name="until">When it ends.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False where no key is in use: it is lost.</returns>
    public async Task<bool> KeepAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!File.Exists(CurrentPath))
            return false;
        var kept = Path.Combine(Folder, $"{FormerPrefix}{until.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture)}.pem");
        await PrivateFile.WriteAsync(kept, await File.ReadAllBytesAsync(CurrentPath, cancellationToken), cancellationToken);
        return true;
    }

    private IEnumerable<(string Path, DateTimeOffset Until)> Former()
    {
        foreach (var path in Directory.EnumerateFiles(Folder, $"{FormerPrefix}*.pem"))
        {
            var moment = Path.GetFileNameWithoutExtension(path)[FormerPrefix.Length..];
            if (DateTimeOffset.TryParseExact(moment, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
                yield return (path, until);
        }
    }

    private static RSA Import(string file)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"{file} holds no private key that the hub can read: restore it from a backup.", error);
        }
        return key.KeySize == Bits
            ? key
            : throw new InvalidDataException($"{file} holds an RSA key of {key.KeySize} bits; the hub's sealing key has {Bits}: restore it from a backup.");
    }
}
