using System.Runtime.CompilerServices;
using System.Text;

namespace PayHub.Bench.Payments;

/// <summary>Counts the lines of a connection, each of which must be an acknowledgement.</summary>
/// <param name="stream">The connection.</param>
/// <param name="expected">How each line begins.</param>
/// <param name="bytes">How much is read at once, at most.</param>
internal sealed class AckReader(Stream stream, byte[] expected, int bytes = 4096)
{
    private readonly byte[] _buffer = new byte[bytes];
    private int _filled;

    /// <summary>Waits for at least one.</summary>
    /// <exception cref="BenchException">The hub said something else, or closed the connection.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = 0;
        while (lines == 0)
        {
            var count = await stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (count == 0)
                throw new BenchException("The hub closed a connection.");
            _filled += count;
            lines = TakeLines();
        }
        return lines;
    }

    private int TakeLines()
    {
        var (lines, start) = (0, 0);
        for (int end; (end = _buffer.AsSpan(start, _filled - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
        {
            if (!_buffer.AsSpan(start).StartsWith(expected))
                throw new BenchException($"The hub said: {Encoding.ASCII.GetString(_buffer, start, end).Trim()} (a payer whose money is spent is told so: is the opening balance large enough?)");
            lines++;
        }
        _filled -= start;
        _buffer.AsSpan(start, _filled).CopyTo(_buffer);
        return lines;
    }
}
