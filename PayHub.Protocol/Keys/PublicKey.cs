using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PayHub.Protocol.Keys;

/// <summary>Somebody's public key, on P-256: checks signatures, and messages are sealed to it. May be used by several threads at once.</summary>
public sealed class PublicKey : IEquatable<PublicKey>
{
    /// <summary>The length of every such key as SubjectPublicKeyInfo, in bytes.</summary>
    public const int SpkiLength = 91;

    private const int CoordinateLength = 32;

    private readonly byte[] _spki;
    private readonly KeyPool<ECDsa> _keys;

    private PublicKey(byte[] spki, ECDsa key)
    {
        _spki = spki;
        Point = key.ExportParameters(includePrivateParameters: false);
        Fingerprint = Keys.Fingerprint.Of(spki);
        _keys = new KeyPool<ECDsa>(() => ForChecks(Point));
    }

    // All of a P-256 SubjectPublicKeyInfo but the point: id-ecPublicKey, prime256v1, an uncompressed point (RFC 5480, 2).
    private static ReadOnlySpan<byte> Prefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01,
        0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>A copy of the key as SubjectPublicKeyInfo in DER (RFC 5480), 91 bytes.</summary>
    public byte[] Spki => [.. _spki];

    /// <summary>The key's fingerprint, 43 characters.</summary>
    public string Fingerprint { get; }

    /// <summary>The key as base64 of <see cref="Spki"/>, 124 characters: how the wire shows it.</summary>
    public string Base64 => Convert.ToBase64String(_spki);

    /// <summary>The key's point, for agreement.</summary>
    internal ECParameters Point { get; }

    /// <summary>Reads a key.</summary>
    /// <param name="spki">
    /// SubjectPublicKeyInfo in DER (RFC 5480): P-256 by its name, the point uncompressed; so a key has one fingerprint alone.
    /// </param>
    /// <param name="key">The key.</param>
    /// <param name="isForUse">Whether signatures are to be checked at once: then what the platform made of it is kept, and not made anew.</param>
    /// <returns>False, and no key, for any other form, and for a point that is not on the curve. Never throws.</returns>
    public static bool TryImport(ReadOnlySpan<byte> spki, [NotNullWhen(true)] out PublicKey? key, bool isForUse = false)
    {
        key = null;
        if (spki.Length != SpkiLength || !spki.StartsWith(Prefix))
            return false;
        var point = spki[Prefix.Length..];
        if (!TryImport(point[..CoordinateLength], point[CoordinateLength..], out var imported))
            return false;
        key = new PublicKey(spki.ToArray(), imported);
        if (isForUse)
            key._keys.Add(imported);
        else
            imported.Dispose();
        return true;
    }

    /// <summary>Whether two are the same key.</summary>
    public bool Equals(PublicKey? other) => other is not null && _spki.AsSpan().SequenceEqual(other._spki);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => Fingerprint.GetHashCode(StringComparison.Ordinal);

    /// <summary>The fingerprint.</summary>
    public override string ToString() => Fingerprint;

    /// <summary>Borrows the key for one check of a signature.</summary>
    internal KeyPool<ECDsa>.Loan Borrow() => _keys.Borrow();

    /// <summary>Whether two coordinates are a point on P-256. The platform checks this as it imports.</summary>
    internal static bool IsOnCurve(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        if (!TryImport(x, y, out var imported))
            return false;
        imported.Dispose();
        return true;
    }

    private static bool TryImport(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, [NotNullWhen(true)] out ECDsa? key)
    {
        key = null;
        if (x.Length != CoordinateLength || y.Length != CoordinateLength)
            return false;
        try
        {
            var point = new ECPoint { X = x.ToArray(), Y = y.ToArray() };
            key = ForChecks(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // What ECDsa.Create gives is the same in a wrapper, which turns each signature from DER into R and S, and back into new memory.
    private static ECDsa ForChecks(ECParameters point)
    {
        if (!OperatingSystem.IsLinux())
            return ECDsa.Create(point);
        var key = new ECDsaOpenSsl();
        try
        {
            key.ImportParameters(point);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
