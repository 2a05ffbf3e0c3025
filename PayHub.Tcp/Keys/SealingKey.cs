using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using PayHub.Data.Storage;
using PayHub.Protocol.Sealing;

namespace PayHub.Tcp.Keys;

/// <summary>The hub's sealing key, RSA-2048: made on first start, kept in the data directory, mode 0600, its public half in each list.</summary>
/// <param name="directory">Where it is kept.</param>
public sealed class SealingKey(DataDirectory directory) : IHostedService, IDisposable
{
    private const int Bits = 2048;

    private readonly RSA _key = RSA.Create();
    private HubUnsealer? _unsealer;

    /// <summary>The public half as the list shows it: base64 of its SubjectPublicKeyInfo (DER), 392 characters, in ASCII.</summary>
    public byte[] PublicKeyLine { get; private set; } = [];

    /// <summary>Opens what is sealed to the hub.</summary>
    /// <exception cref="InvalidOperationException">The hub has not started.</exception>
    public HubUnsealer Unsealer => _unsealer ?? throw new InvalidOperationException("the hub has no sealing key before it starts");

    /// <summary>Loads the key, or makes it where there is none.</summary>
    /// <exception cref="InvalidDataException">The file holds no RSA key of the right size.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory.Folder("keys"), "sealing.pem");
        if (!File.Exists(file))
            await CreateAsync(file, cancellationToken);
        Import(file, await File.ReadAllTextAsync(file, cancellationToken));
        _unsealer = new HubUnsealer(_key);
        PublicKeyLine = Encoding.ASCII.GetBytes(Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>Nothing to do.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private void Import(string file, string pem)
    {
        try
        {
            _key.ImportFromPem(pem);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"{file} holds no private key that the hub can read: restore it from a backup.", error);
        }
        if (_key.KeySize != Bits)
            throw new InvalidDataException($"{file} holds an RSA key of {_key.KeySize} bits; the hub's sealing key has {Bits}: restore it from a backup.");
    }

    private static async Task CreateAsync(string file, CancellationToken cancellationToken)
    {
        using var key = RSA.Create(Bits);
        await PrivateFile.WriteAsync(file, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), cancellationToken);
    }
}
