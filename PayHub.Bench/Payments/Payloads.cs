using System.Text;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;

namespace PayHub.Bench.Payments;

/// <summary>The payments of a pair, made before the clock starts. Classic ones have no id, so one serves again and again.</summary>
internal sealed class Payloads
{
    private readonly byte[][] _all;
    private readonly bool _isOneForAll;
    private int _next;

    private Payloads(byte[][] all, bool isOneForAll) => (_all, _isOneForAll) = (all, isOneForAll);

    public static Payloads Make(PaymentMode mode, BenchAccount payer, BenchAccount payee, string hubFingerprint, int count)
    {
        var text = $"{payer.Name}#1#{payee.Name}";
        return mode switch
        {
            PaymentMode.Plain => new Payloads([Line(text)], isOneForAll: true),
            PaymentMode.Rsa => new Payloads([Line(Sealer.SealRawToHub(Encoding.ASCII.GetBytes(text), payee.HubKey))], isOneForAll: true),
            _ => new Payloads([.. Enumerable.Range(0, count).Select(_ => Line(Sign(mode, payer, payee, hubFingerprint)))], isOneForAll: false),
        };
    }

    /// <summary>The next one to send.</summary>
    /// <exception cref="InvalidOperationException">All were sent: the hub is faster than was thought.</exception>
    public ReadOnlyMemory<byte> Next()
    {
        if (_isOneForAll)
            return _all[0];
        return _next < _all.Length
            ? _all[_next++]
            : throw new InvalidOperationException($"A pair has sent all of its {_all.Length} payments: raise {nameof(PaymentModes)}.{nameof(PaymentModes.MostASecond)}.");
    }

    private static string Sign(PaymentMode mode, BenchAccount payer, BenchAccount payee, string hubFingerprint)
    {
        var jws = PaymentSigner.Sign(
            payer.Identity!, payer.Name, 1, payee.Name, PaymentId.New(), DateTimeOffset.UtcNow.AddHours(12), hubFingerprint, memo: null);
        return mode == PaymentMode.Sealed ? Sealer.SealToHub(Encoding.ASCII.GetBytes(jws), payee.HubKey) : jws;
    }

    private static byte[] Line(string text) => Encoding.ASCII.GetBytes(text + "\n");
}
