using System.Security.Cryptography;
using PayHub.Protocol.Keys;

namespace PayHub.Tests.Protocol;

/// <summary>Keys: their files, their fingerprints, their certificates.</summary>
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
    }
}
