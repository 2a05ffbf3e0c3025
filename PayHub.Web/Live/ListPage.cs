using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PayHub.Data.Queries;

namespace PayHub.Web.Live;

/// <summary>
/// A live list, the newest first, with filter and position in the address. At its top it follows the hub; who has paged or
/// scrolled away reads in peace and is told how many came meanwhile.
/// </summary>
public abstract class ListPage : LivePage, IAsyncDisposable
{
    /// <summary>The most that is counted of what came meanwhile.</summary>
    protected const int MaxNewer = 99;

    private DotNetObjectReference<ListPage>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _watch;
    private bool _left;
    private bool _topInView = true;

    /// <summary>The page is older than this row.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    /// <summary>The page is newer than this row.</summary>
    [SupplyParameterFromQuery]
    public string? After { get; set; }

    /// <summary>What stands at the top of the page.</summary>
    protected ElementReference Top { get; set; }

    /// <summary>How many came since the top was last shown; above <see cref="MaxNewer"/> for more.</summary>
    protected int Newer { get; set; }

    /// <summary>Where the page begins, by the address; an address that says no number says nothing.</summary>
    protected LedgerCursor From =>
        long.TryParse(Before, out var before) ? new(before, false) : long.TryParse(After, out var after) ? new(after, true) : LedgerCursor.Top;

    /// <summary>Whether the list follows the hub: nobody is reading elsewhere in it.</summary>
    protected bool IsFollowing => _topInView && From == LedgerCursor.Top;

    /// <summary>The address of the list's beginning, with the same filter; null where the page is there.</summary>
    protected string? Begin => From == LedgerCursor.Top ? null : Address(LedgerCursor.Top);

    /// <summary>Changes the address.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    /// <summary>Called by <c>scroll.js</c>: the list's top came into view or left it.</summary>
    [JSInvokable]
    public Task TopInViewAsync(bool inView)
    {
        var hasChanged = _topInView != inView;
        _topInView = inView;
        if (inView && Newer > 0)
            Refresh();
        if (hasChanged)
            StateHasChanged();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        _left = true;
        await StopWatchingAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/PayHub.Web/scroll.js");
        if (!_left)
        {
            _self = DotNetObjectReference.Create(this);
            _watch = await _module.InvokeAsync<IJSObjectReference>("watchTop", Top, _self);
        }
        if (_left)
            await StopWatchingAsync();
    }

    /// <summary>Goes to the top, and follows the hub again.</summary>
    protected async Task ShowNewestAsync()
    {
        _topInView = true;
        Newer = 0;
        await Js.InvokeVoidAsync("scrollTo", 0, 0);
        if (From == LedgerCursor.Top)
            Refresh();
        else
            Navigation.NavigateTo(Address(LedgerCursor.Top)!);
    }

    /// <summary>The address of the same list at a position; null for none.</summary>
    protected string? Address(LedgerCursor? position) => position is not { } at
        ? null
        : Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["before"] = at == LedgerCursor.Top || at.Newer ? null : at.Id,
            ["after"] = at.Newer ? at.Id : null,
        });

    /// <summary>Changes the filter, in the address, and begins at the top; what is empty is left out.</summary>
    protected void Go(params (string Name, string? Value)[] filters)
    {
        var query = new Dictionary<string, object?> { ["before"] = null, ["after"] = null };
        foreach (var (name, value) in filters)
            query[name] = string.IsNullOrWhiteSpace(value) ? null : value.Trim();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(query), replace: true);
    }

    private async Task StopWatchingAsync()
    {
        // The observer is on its way, and calls back as soon as it is there: it is stopped then.
        if (_self is not null && _watch is null)
            return;
        try
        {
            if (_watch is not null)
            {
                await _watch.InvokeVoidAsync("stop");
                await _watch.DisposeAsync();
            }
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its observer with it.
        }
        _self?.Dispose();
    }
}
