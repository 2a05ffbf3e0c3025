using System.Text;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;

namespace PayHub.Bench.Payments;

/// <summary>
/// The payments of a pair, made before the clock starts and laid end to end, so that any number of them is one write. Classic
/// ones have no id, so the same serve again and again.
/// </summary>
internal sealed class Payloads
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly bool _repeats;
    private int _next;

    private Payloads(IReadOnlyList<byte[]> lines, bool repeats)
    {
        _bytes = [.. lines.SelectMany(line => line)];
        _starts = new int[lines.Count + 1];
        for (var i = 0; i < lines.Count; i++)
            _starts[i + 1] = _starts[i] + lines[i].Length;
        _repeats = repeats;
    }

    /// <summary>Makes the payments from one account to another.</summary>
    /// <param name="mode">Their form.</param>
    /// <param name="payer">Who pays, and signs.</param>
    /// <param name="payee">Who is paid, and submits.</param>
    /// <param name="fingerprint">Of the hub.</param>
    /// <param name="count">How many different ones, where each may be sent once.</param>
    /// <param name="atOnce">The most that are taken at once.</param>
    public static Payloads Make(PaymentMode mode, BenchAccount payer, BenchAccount payee, string fingerprint, int count, int atOnce)
    {
        var text = $"{payer.Name}#1#{payee.Name}";
        return mode switch
        {
            PaymentMode.Plain => new Payloads([.. Enumerable.Repeat(Line(text), atOnce)], repeats: true),
            PaymentMode.Rsa => new Payloads([.. Enumerable.Repeat(Line(Sealer.SealRawToHub(Encoding.ASCII.GetBytes(text), payee.HubKey)), atOnce)], repeats: true),
            _ => new Payloads([.. Enumerable.Range(0, count).Select(_ => Line(Sign(mode, payer, payee, fingerprint)))], repeats: false),
        };
    }

    /// <summary>The next few to send.</summary>
    /// <exception cref="BenchException">All were sent.</exception>
    public ReadOnlyMemory<byte> Take(int count)
    {
        if (_repeats)
            _next = 0;
        if (_next + count > _starts.Length - 1)
            throw new BenchException($"A pair has sent all of its {_starts.Length - 1} payments, made before the start: take a shorter --duration, more --pairs, or --prepare more.");
        var from = _starts[_next];
        _next += count;
        return _bytes.AsMemory(from, _starts[_next] - from);
    }

    private static string Sign(PaymentMode mode, BenchAccount payer, BenchAccount payee, string fingerprint)
    {
        var jws = PaymentSigner.Sign(
            payer.Identity!, payer.Name, 1, payee.Name, PaymentId.New(), DateTimeOffset.UtcNow.AddHours(12), fingerprint, memo: null);
        return mode == PaymentMode.Sealed ? Sealer.SealToHub(Encoding.ASCII.GetBytes(jws), payee.HubKey) : jws;
    }

    private static byte[] Line(string text) => Encoding.ASCII.GetBytes(text + "\n");
}
