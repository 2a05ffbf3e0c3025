using System.Security.Cryptography;
using Jose;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Tokens;

namespace PayHub.Tests.Protocol;

/// <summary>What the library is left with, and what stands in place of a key that does not open (docs/adr/0008).</summary>
public sealed class PinnedAlgorithmTests
{
    private static JwtSettings Settings => PinnedAlgorithms.Settings;

    [Fact]
    public void The_library_knows_no_algorithm_but_the_protocols()
    {
        Assert.Equal(["ES256"], Known(Enum.GetNames<JwsAlgorithm>(), Settings.Jws));
        Assert.Equal(["ECDH-ES", "RSA-OAEP-256"], Known(
            ["RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "dir", "A128KW", "A192KW", "A256KW", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW",
                "PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW"], Settings.Jwa));
        Assert.Equal(["A256GCM"], Known(["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"], Settings.Jwe));
        Assert.Throws<KeyNotFoundException>(() => Settings.Compression("DEF"));
    }

    [Fact]
    public void A_content_key_that_does_not_open_is_a_random_one()
    {
        using var key = RSA.Create(2048);
        using var strange = RSA.Create(2048);
        var keys = new HubKeys([new KeyPool<RSA>(() => RSA.Create(key.ExportParameters(true)))]);
        byte[][] blocks =
        [
            new byte[256], [.. Enumerable.Repeat<byte>(255, 256)], strange.Encrypt(new byte[32], RSAEncryptionPadding.OaepSHA256),
            key.Encrypt(new byte[32], RSAEncryptionPadding.OaepSHA1), key.Encrypt(new byte[31], RSAEncryptionPadding.OaepSHA256),
        ];
        foreach (var block in blocks)
        {
            var (first, second) = (keys.UnwrapKey(block, 32), keys.UnwrapKey(block, 32));
            Assert.Equal((32, 32), (first.Length, second.Length));
            Assert.NotEqual(first, second);
        }
        Assert.Equal(new byte[32], keys.UnwrapKey(key.Encrypt(new byte[32], RSAEncryptionPadding.OaepSHA256), 32));
    }

    private static IEnumerable<string> Known(IEnumerable<string> names, Func<string, object?> find) =>
        names.Where(name => IsKnown(name, find)).Order(StringComparer.Ordinal);

    private static bool IsKnown(string name, Func<string, object?> find)
    {
        try
        {
            return find(name) is not null;
        }
        catch (JoseException)
        {
            return false;
        }
    }
}
