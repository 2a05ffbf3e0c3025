using PayHub.Protocol.Signing;

namespace PayHub.Tests.Protocol;

/// <summary>Signatures as OpenSSL wants them, held against the platform's own writer of DER.</summary>
public sealed class DerSignatureTests
{
    [Fact]
    public void It_is_what_the_platform_writes()
    {
        var random = new Random(5);
        for (var leadingZeros = 0; leadingZeros <= 32; leadingZeros++)
        {
            foreach (var first in (byte[])[0x01, 0x7F, 0x80, 0xFF])
            {
                var signature = new byte[64];
                random.NextBytes(signature);
                signature.AsSpan(0, leadingZeros).Clear();
                signature.AsSpan(32, 32 - leadingZeros).Clear();
                if (leadingZeros < 32)
                    signature[leadingZeros] = first;
                if (leadingZeros > 0)
                    signature[64 - leadingZeros] = first;

                var der = new byte[DerSignature.MaxBytes];
                var length = DerSignature.Write(signature, der);
                Assert.Equal(OpenSslTests.ToDer(signature), der[..length]);
            }
        }
    }
}
