using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>What a transfer says, without what follows from it. Its bytes are what blocks and digests are computed over.</summary>
/// <remarks>
/// The canonical bytes, version 1: the byte 1, then each field as a 4-byte big-endian length and that many bytes, in the order
/// of the parameters. Numbers are 8-byte big-endian; a field that is not there has length 0.
/// </remarks>
/// <param name="Id">The transfer.</param>
/// <param name="At">Microseconds UTC.</param>
/// <param name="Kind">Why money moved.</param>
/// <param name="DebitId">The account that pays.</param>
/// <param name="CreditId">The account that is paid.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="ReversesId">For a reversal, the transfer moved back.</param>
/// <param name="PaymentId">The payer's id, where the payment had one.</param>
/// <param name="KeyId">The key row that authorised it, where it was signed.</param>
/// <param name="Jws">The signed payment, as received.</param>
/// <param name="OperatorId">Who moved money by hand.</param>
/// <param name="Reason">Why money was moved by hand.</param>
internal readonly record struct CanonicalTransfer(
    long Id,
    long At,
    TransferKind Kind,
    long DebitId,
    long CreditId,
    long Amount,
    long? ReversesId = null,
    string? PaymentId = null,
    long? KeyId = null,
    byte[]? Jws = null,
    string? OperatorId = null,
    string? Reason = null)
{
    /// <summary>How many bytes of the hash are kept with the transfer.</summary>
    public const int DigestLength = 8;

    private const byte Version = 1;

    /// <summary>Appends the canonical bytes to a buffer.</summary>
    /// <returns>These bytes, good until something else is appended.</returns>
    public ReadOnlySpan<byte> AppendTo(ArrayBufferWriter<byte> buffer)
    {
        var length = 1 + (12 * 4) + (6 * 8) + Optional(ReversesId) + Length(PaymentId) + Optional(KeyId)
            + (Jws?.Length ?? 0) + Length(OperatorId) + Length(Reason);
        var bytes = buffer.GetSpan(length)[..length];
        Write(bytes);
        buffer.Advance(length);
        return bytes;
    }

    /// <summary>The digest of canonical bytes.</summary>
    /// <param name="sha256">Empty, as it is left.</param>
    /// <param name="canonical">The bytes.</param>
    /// <param name="digest">Filled; <see cref="DigestLength"/> bytes.</param>
    public static void Digest(IncrementalHash sha256, ReadOnlySpan<byte> canonical, Span<byte> digest)
    {
        // Not by SHA256.HashData: it takes twice as long for so few bytes.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        sha256.AppendData(canonical);
        sha256.GetHashAndReset(hash);
        hash[..DigestLength].CopyTo(digest);
    }

    private void Write(Span<byte> bytes)
    {
        bytes[0] = Version;
        var rest = bytes[1..];
        rest = Put(rest, Id);
        rest = Put(rest, At);
        rest = Put(rest, (long)Kind);
        rest = Put(rest, DebitId);
        rest = Put(rest, CreditId);
        rest = Put(rest, Amount);
        rest = Put(rest, ReversesId);
        rest = Put(rest, PaymentId);
        rest = Put(rest, KeyId);
        rest = Put(rest, Jws ?? default(ReadOnlySpan<byte>));
        rest = Put(rest, OperatorId);
        Put(rest, Reason);
    }

    private static int Optional(long? number) => number is null ? 0 : 8;

    private static int Length(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static Span<byte> Put(Span<byte> rest, long? number)
    {
        if (number is null)
            return Put(rest, default(ReadOnlySpan<byte>));
        BinaryPrimitives.WriteInt32BigEndian(rest, 8);
        BinaryPrimitives.WriteInt64BigEndian(rest[4..], number.Value);
        return rest[12..];
    }

    private static Span<byte> Put(Span<byte> rest, string? text)
    {
        var length = Length(text);
        BinaryPrimitives.WriteInt32BigEndian(rest, length);
        Encoding.UTF8.GetBytes(text, rest[4..]);
        return rest[(4 + length)..];
    }

    private static Span<byte> Put(Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(rest, bytes.Length);
        bytes.CopyTo(rest[4..]);
        return rest[(4 + bytes.Length)..];
    }
}
