using PayHub.Data.Ledger;

namespace PayHub.Tcp.Limits;

/// <summary>Lets only so many messages be unsealed, or signatures checked, at once as the machine has cores: sessions that do neither find theirs.</summary>
/// <param name="ledger">Is told how many wait here, or have a core.</param>
internal sealed class CryptographyGate(Ledger ledger) : IDisposable
{
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    /// <summary>Waits for a core. A connection's messages come one after the other, so no more wait than there are connections.</summary>
    public Task EnterAsync()
    {
        ledger.BeginCheck();
        return _cores.WaitAsync();
    }

    /// <summary>Gives the core back.</summary>
    public void Leave()
    {
        ledger.EndCheck();
        _cores.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _cores.Dispose();
}
