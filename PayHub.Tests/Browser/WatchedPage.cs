using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PayHub.Tests.Browser;

/// <summary>A browser page that remembers what went wrong in it: console errors (refusals by the CSP are such) and exceptions.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors = new();
    private volatile bool _troubleExpected;

    private WatchedPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Remember($"{message.Type} at {page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => Remember($"exception at {page.Url}: {error}");
    }

    /// <summary>The page itself.</summary>
    public IPage Page { get; }

    /// <summary>From now on what goes wrong is part of the test: the hub is killed, say.</summary>
    public void ExpectTrouble() => _troubleExpected = true;

    internal static async Task<WatchedPage> OpenAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout(10_000);
        return new WatchedPage(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Assert.Empty(_errors);
    }

    private void Remember(string error)
    {
        if (!_troubleExpected)
            _errors.Enqueue(error);
    }
}
