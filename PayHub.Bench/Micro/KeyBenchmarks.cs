using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;

namespace PayHub.Bench.Micro;

/// <summary>Signing, checking, sealing and opening a payment.</summary>
public class KeyBenchmarks
{
    private static readonly DateTimeOffset Expires = DateTimeOffset.UtcNow.AddHours(12);

    private readonly Identity _payer = Identity.Create();
    private readonly string _fingerprint = Identity.Create().Public.Fingerprint;
    private readonly byte[] _hubKey;
    private readonly HubUnsealer _unsealer;
    private readonly byte[] _jws;
    private readonly byte[] _jwe;
    private readonly byte[] _block;
    private readonly SignedPayment _payment;

    /// <summary>Makes keys, and a payment in each form.</summary>
    public KeyBenchmarks()
    {
        using var key = RSA.Create(2048);
        _hubKey = key.ExportSubjectPublicKeyInfo();
        _unsealer = new HubUnsealer(key);
        _jws = Encoding.ASCII.GetBytes(Sign());
        _jwe = Encoding.ASCII.GetBytes(SealJwe());
        _block = Encoding.ASCII.GetBytes(SealBlock());
        _payment = SignedPayment.TryParse(_jws, out var payment) ? payment : throw new InvalidOperationException("Our own payment is malformed.");
    }

    /// <summary>A payment with a new id.</summary>
    /// <returns>The JWS.</returns>
    [Benchmark]
    public string Sign() => PaymentSigner.Sign(_payer, "alice", 10, "bob", PaymentId.New(), Expires, _fingerprint, memo: null);

    /// <summary>Reads a JWS by the strict rules, without checking its signature.</summary>
    /// <returns>Whether it is one.</returns>
    [Benchmark]
    public bool ParseSigned() => SignedPayment.TryParse(_jws, out _);

    /// <summary>Checks the signature.</summary>
    /// <returns>Whether it holds.</returns>
    [Benchmark]
    public bool Verify() => _payment.IsSignedBy(_payer.Public);

    /// <summary>Seals a signed payment to the hub.</summary>
    /// <returns>The JWE.</returns>
    [Benchmark]
    public string SealJwe() => Sealer.SealToHub(_jws, _hubKey);

    /// <summary>Seals the classic text to the hub.</summary>
    /// <returns>The block in base64.</returns>
    [Benchmark]
    public string SealBlock() => Sealer.SealRawToHub("alice#10#bob"u8, _hubKey);

    /// <summary>Opens a JWE.</summary>
    /// <returns>Whether it opened.</returns>
    [Benchmark]
    public bool UnsealJwe() => _unsealer.TryUnseal(SealedForm.Jwe, _jwe, out _);

    /// <summary>Opens a block.</summary>
    /// <returns>Whether it opened.</returns>
    [Benchmark]
    public bool UnsealBlock() => _unsealer.TryUnseal(SealedForm.RsaBlock, _block, out _);
}
