using System.Threading.Channels;
using PayHub.Client.Output;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>What a wallet shows, event by event. Every wait is bounded.</summary>
internal sealed class Recorder : IWalletOutput
{
    private readonly Channel<WalletEvent> _events = Channel.CreateUnbounded<WalletEvent>();

    public void Show(WalletEvent happened) => _events.Writer.TryWrite(happened);

    public async Task<WalletEvent> NextAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(TestEnvironment.Bound);
}
