using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using PayHub.Data.Storage;

namespace PayHub.Tcp.Keys;

/// <summary>The hub's sealing key, RSA-2048: made on first start, kept in the data directory, mode 0600, its public half in each list.</summary>
/// <param name="directory">Where it is kept.</param>
public sealed class SealingKey(DataDirectory directory) : IHostedService, IDisposable
{
    private const int Bits = 2048;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly RSA _key = RSA.Create();

    /// <summary>The public half as the list shows it: base64 of its SubjectPublicKeyInfo (DER), 392 characters, in ASCII.</summary>
    public byte[] PublicKeyLine { get; private set; } = [];

    /// <summary>Loads the key, or makes it where there is none.</summary>
    /// <exception cref="CryptographicException">The file holds no RSA key of the right size.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory.Folder("keys"), "sealing.pem");
        if (!File.Exists(file))
            await CreateAsync(file, cancellationToken);
        _key.ImportFromPem(await File.ReadAllTextAsync(file, cancellationToken));
        if (_key.KeySize != Bits)
            throw new CryptographicException($"{file} holds an RSA key of {_key.KeySize} bits; the hub's sealing key has {Bits}.");
        PublicKeyLine = Encoding.ASCII.GetBytes(Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>Nothing to do.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static async Task CreateAsync(string file, CancellationToken cancellationToken)
    {
        using var key = RSA.Create(Bits);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.WriteThrough };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        // Written aside and moved, so that a kill leaves a whole key or none.
        var aside = file + ".new";
        await using (var stream = new FileStream(aside, options))
            await stream.WriteAsync(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), cancellationToken);
        File.Move(aside, file);
    }
}
