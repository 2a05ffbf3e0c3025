namespace PayHub.Tcp.Limits;

/// <summary>Lets only so many messages be unsealed, or signatures checked, at once as the machine has cores: sessions that do neither find theirs.</summary>
internal sealed class CryptographyGate : IDisposable
{
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    /// <summary>Waits for a core. A connection's messages come one after the other, so no more wait than there are connections.</summary>
    public Task EnterAsync() => _cores.WaitAsync();

    public void Leave() => _cores.Release();

    /// <inheritdoc/>
    public void Dispose() => _cores.Dispose();
}
