using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>A small market day over real TCP, so that pictures show a hub at work.</summary>
internal sealed class Market : IAsyncDisposable
{
    private static readonly string[] Names = ["maria", "coffee-cart", "tomasz", "book-stall", "li.wei", "bike-repair", "amina", "the-longest-name-that-is-allowed"];

    private readonly List<ClassicClient> _wallets = [];

    public static async Task<Market> OpenAsync(Hub hub)
    {
        var market = new Market();
        for (var i = 0; i < Names.Length; i++)
            market._wallets.Add(await hub.LogInAsync(Names[i], 7001 + i));
        for (var i = 0; i < 48; i++)
        {
            var (payer, payee) = (i * 3 % Names.Length, (i * 5 + 1) % Names.Length);
            if (payer != payee)
                await Operating.PayAsync(market._wallets[payer], Names[payer], 5 + i * 37 % 240, market._wallets[payee], Names[payee]);
        }
        return market;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var wallet in _wallets)
            await wallet.DisposeAsync();
    }
}
