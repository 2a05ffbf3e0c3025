namespace PayHub.Tcp.Limits;

/// <summary>Lets only so many messages be unsealed at once as the machine has cores: each takes one for about a millisecond.</summary>
internal sealed class UnsealGate : IDisposable
{
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    /// <summary>Waits for a core. A connection's messages come one after the other, so no more wait than there are connections.</summary>
    public Task EnterAsync() => _cores.WaitAsync();

    public void Leave() => _cores.Release();

    /// <inheritdoc/>
    public void Dispose() => _cores.Dispose();
}
