using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace PayHub.Client.Hub;

/// <summary>Takes one line from the hub, without its CR LF; throws <see cref="InvalidDataException"/> where it can't stand there.</summary>
internal delegate void LineTaker(ReadOnlySpan<byte> line);

/// <summary>A connection that carries lines both ways: written whole and in order from any thread, read by one loop.</summary>
internal sealed class LineLink(Stream stream) : IAsyncDisposable
{
    private const int MaxLineBytes = 8192;

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Ends reading and writing.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    /// <summary>Notes what is expected in return, and writes. Both happen in the same order for all callers.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public async Task<T> WriteAsync<T>(string text, Func<T> expect)
    {
        await _sending.WaitAsync(_stop.Token);
        try
        {
            var expected = expect();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token);
            await stream.FlushAsync(_stop.Token);
            return expected;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Reads until the connection ends. Never fails.</summary>
    /// <returns>Why it ended, for the owner.</returns>
    public async Task<string> ReadAllAsync(LineTaker take)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (await ReadOnceAsync(reader, take))
            {
            }
            return "The hub closed the connection.";
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            return $"The connection to the hub broke: {e.Message}";
        }
        catch (OperationCanceledException)
        {
            return "The connection to the hub is closed.";
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await stream.DisposeAsync();
    }

    private async Task<bool> ReadOnceAsync(PipeReader reader, LineTaker take)
    {
        var result = await reader.ReadAsync(_stop.Token);
        var buffer = result.Buffer;
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            take(buffer.Slice(0, end).ToArray().AsSpan().TrimEnd((byte)'\r'));
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }
        if (buffer.Length > MaxLineBytes)
            throw new InvalidDataException("The hub sent a line that is too long.");
        reader.AdvanceTo(buffer.Start, buffer.End);
        return !result.IsCompleted;
    }
}
