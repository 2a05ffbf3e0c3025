using System.Buffers;
using System.Security.Cryptography;

namespace PayHub.Data.Ledger;

/// <summary>Hashes a block as it is written: the hash of the block before it, then the canonical bytes of its transfers (ADR 4).</summary>
internal sealed class BlockHash : IDisposable
{
    // Each call of the library costs as much as the hash of two transfers.
    private const int BytesAtOnce = 8192;

    private readonly IncrementalHash _block = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _transfer = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _waiting = new(BytesAtOnce + 1024);

    /// <summary>Begins a block; what was appended for one that was never ended is forgotten.</summary>
    public void Begin(ReadOnlySpan<byte> lastHash)
    {
        End();
        _block.AppendData(lastHash);
    }

    /// <summary>Appends a transfer.</summary>
    /// <returns>The transfer's own digest.</returns>
    public byte[] Append(in CanonicalTransfer transfer)
    {
        var digest = new byte[CanonicalTransfer.DigestLength];
        CanonicalTransfer.Digest(_transfer, transfer.AppendTo(_waiting), digest);
        if (_waiting.WrittenCount >= BytesAtOnce)
            Flush();
        return digest;
    }

    /// <summary>Ends the block.</summary>
    /// <returns>Its hash.</returns>
    public byte[] End()
    {
        Flush();
        return _block.GetHashAndReset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _block.Dispose();
        _transfer.Dispose();
    }

    private void Flush()
    {
        _block.AppendData(_waiting.WrittenSpan);
        _waiting.ResetWrittenCount();
    }
}
