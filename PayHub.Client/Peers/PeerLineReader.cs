namespace PayHub.Client.Peers;

/// <summary>What reading a line of a peer gave.</summary>
internal enum PeerLineStatus
{
    /// <summary>A whole line.</summary>
    Line,

    /// <summary>The peer's stream ended. What stood before its end without a line end is dropped.</summary>
    End,

    /// <summary>The line has more than <see cref="PeerLineReader.MaxLineBytes"/>: there is no next one.</summary>
    TooLong,
}

/// <summary>One line, without its LF or CR LF.</summary>
/// <param name="Status">Whether there is one.</param>
/// <param name="Bytes">Its bytes, valid until the next read.</param>
internal readonly record struct PeerLine(PeerLineStatus Status, ReadOnlyMemory<byte> Bytes = default);

/// <summary>Cuts a peer's stream into lines, in a buffer that never grows.</summary>
internal sealed class PeerLineReader(Stream stream)
{
    /// <summary>The most bytes of one line, its end not counted: a sealed payment with the longest memo has some 5,000.</summary>
    public const int MaxLineBytes = 8192;

    private readonly byte[] _buffer = new byte[MaxLineBytes + 2];
    private int _start;
    private int _end;

    /// <summary>Reads the next line.</summary>
    /// <exception cref="IOException">The link broke.</exception>
    /// <exception cref="OperationCanceledException">The peer's time is up, or the wallet stops.</exception>
    public async ValueTask<PeerLine> ReadAsync(CancellationToken cancel)
    {
        var seen = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (length >= 0)
                return Take(seen + length);
            seen = _end - _start;
            if (seen == _buffer.Length)
                return new PeerLine(PeerLineStatus.TooLong);
            MakeRoom();
            var received = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
            if (received == 0)
                return new PeerLine(PeerLineStatus.End);
            _end += received;
        }
    }

    private PeerLine Take(int length)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + 1;
        if (line.Span.EndsWith("\r"u8))
            line = line[..^1];
        return line.Length > MaxLineBytes ? new PeerLine(PeerLineStatus.TooLong) : new PeerLine(PeerLineStatus.Line, line);
    }

    private void MakeRoom()
    {
        if (_start == 0)
            return;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
    }
}
