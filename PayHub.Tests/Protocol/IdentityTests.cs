using System.Formats.Asn1;
using System.Security.Cryptography;
using PayHub.Protocol.Keys;

namespace PayHub.Tests.Protocol;

/// <summary>Keys: their files, their forms, their fingerprints.</summary>
public sealed class IdentityTests
{
    [Fact]
    public void An_identity_comes_back_from_its_file()
    {
        var identity = Identity.Create();

        Assert.Equal(identity.Public, Identity.FromPem(identity.ToPem()).Public);
        Assert.Equal(identity.Public, Identity.FromEncryptedPem(identity.ToEncryptedPem("correct horse"), "correct horse").Public);
    }

    [Fact]
    public void A_wrong_passphrase_is_a_clear_error()
    {
        var error = Assert.Throws<CryptographicException>(() => Identity.FromEncryptedPem(Identity.Create().ToEncryptedPem("right"), "wrong"));
        Assert.Contains("passphrase is wrong", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Identity.Create().ToEncryptedPem(""));
    }

    [Fact]
    public void A_file_without_a_key_of_ours_is_a_clear_error()
    {
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var other = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        using var rsa = RSA.Create(2048);
        AsymmetricAlgorithm[] keys = [large, other, rsa];
        foreach (var pem in keys.Select(key => key.ExportPkcs8PrivateKeyPem()).Concat(["", "hello", large.ExportSubjectPublicKeyInfoPem()]))
            Assert.Throws<InvalidDataException>(() => Identity.FromPem(pem));
        Assert.Throws<InvalidDataException>(() => Identity.FromPem(Identity.Create().ToEncryptedPem("x")));
        Assert.Throws<InvalidDataException>(() => Identity.FromEncryptedPem(Identity.Create().ToPem(), "x"));
    }

    [Fact]
    public void The_encrypted_file_is_PBES2_with_AES_256_and_enough_rounds()
    {
        var pem = Identity.Create().ToEncryptedPem("x");
        var fields = PemEncoding.Find(pem);
        var algorithm = new AsnReader(Convert.FromBase64String(pem[fields.Base64Data]), AsnEncodingRules.DER).ReadSequence().ReadSequence();

        Assert.Equal("1.2.840.113549.1.5.13", algorithm.ReadObjectIdentifier());
        var pbes2 = algorithm.ReadSequence();
        var derivation = pbes2.ReadSequence();
        Assert.Equal("1.2.840.113549.1.5.12", derivation.ReadObjectIdentifier());
        var pbkdf2 = derivation.ReadSequence();
        Assert.True(pbkdf2.ReadOctetString().Length >= 8);
        Assert.True(pbkdf2.ReadInteger() >= 600_000);
        Assert.Equal("1.2.840.113549.2.9", pbkdf2.ReadSequence().ReadObjectIdentifier());
        Assert.Equal("2.16.840.1.101.3.4.1.42", pbes2.ReadSequence().ReadObjectIdentifier());
    }

    [Fact]
    public void A_public_key_has_one_form_alone()
    {
        var spki = Identity.Create().Public.Spki;
        Assert.True(PublicKey.TryImport(spki, out var key));
        Assert.Equal(Fingerprint.Of(spki), key.Fingerprint);
        Assert.Equal(Convert.ToBase64String(spki), key.Base64);
        Assert.True(Fingerprint.IsWellFormed(key.Fingerprint));

        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] compressed = [0x30, 0x39, .. spki[2..23], 0x03, 0x22, 0x00, (byte)(2 + (spki[^1] & 1)), .. spki[27..59]];
        foreach (var other in new[] { [], spki[..^1], [.. spki, 0], large.ExportSubjectPublicKeyInfo(), compressed })
            Assert.False(PublicKey.TryImport(other, out _));
    }

    [Fact]
    public void A_key_with_any_changed_bit_is_another_key_or_none()
    {
        var spki = Identity.Create().Public.Spki;
        for (var bit = 0; bit < spki.Length * 8; bit++)
        {
            var changed = spki.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            // Three x have the same y, and two y the same x: that a single bit lies between them does not happen.
            Assert.False(PublicKey.TryImport(changed, out _));
        }
    }
}
