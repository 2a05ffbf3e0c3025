using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Web.Live;

namespace PayHub.Web.Components.Pages;

/// <summary>
/// Every transfer. The filter and the position are in the address. At its top it is live; who has paged or scrolled away reads
/// in peace and is told how many came meanwhile.
/// </summary>
public sealed partial class LedgerScreen : LivePage, IAsyncDisposable
{
    private const int PageSize = 50;
    private const int MaxNewer = 99;

    private LedgerPage? _page;
    private ElementReference _top;
    private DotNetObjectReference<LedgerScreen>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _watch;
    private (LedgerFilter Filter, LedgerCursor From)? _shown;
    private bool _left;
    private bool _topInView = true;
    private long _seenTo;
    private long _freshFrom = long.MaxValue;
    private int _newer;

    /// <summary>Either side's account name.</summary>
    [SupplyParameterFromQuery]
    public string? Account { get; set; }

    /// <summary>A <see cref="TransferKind"/> in lower case.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    /// <summary>The least amount, as people write it.</summary>
    [SupplyParameterFromQuery]
    public string? Min { get; set; }

    /// <summary>The greatest amount, as people write it.</summary>
    [SupplyParameterFromQuery]
    public string? Max { get; set; }

    /// <summary>One transfer.</summary>
    [SupplyParameterFromQuery]
    public long? Id { get; set; }

    /// <summary>The page is older than this transfer.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    /// <summary>The page is newer than this transfer.</summary>
    [SupplyParameterFromQuery]
    public long? After { get; set; }

    /// <inheritdoc/>
    protected override string Subject => "The ledger";

    /// <inheritdoc/>
    protected override LiveTopics Topics => LiveTopics.Ledger;

    private LedgerFilter Filter => new(
        string.IsNullOrWhiteSpace(Account) ? null : Account.Trim(),
        Enum.TryParse<TransferKind>(Kind, true, out var kind) ? kind : null,
        Format.TryParse(Min, out var min) ? min : null,
        Format.TryParse(Max, out var max) ? max : null,
        Id);

    private LedgerCursor From =>
        Before is { } before ? new(before, false) : After is { } after ? new(after, true) : LedgerCursor.Top;

    /// <summary>Called by <c>scroll.js</c>: the list's top came into view or left it.</summary>
    [JSInvokable]
    public Task TopInViewAsync(bool inView)
    {
        _topInView = inView;
        if (inView && _newer > 0)
            Refresh();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        _left = true;
        await StopWatchingAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./_content/PayHub.Web/scroll.js");
        _watch = await _module.InvokeAsync<IJSObjectReference>("watchTop", _top, _self);
        if (_left)
            await StopWatchingAsync();
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (IsWrong(Min) || IsWrong(Max))
        {
            // An address with a bound that is none: without it, address, fields and table agree.
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
            {
                ["min"] = IsWrong(Min) ? null : Min,
                ["max"] = IsWrong(Max) ? null : Max,
            }), replace: true);
            return;
        }
        var wanted = (Filter, From);
        if (_shown == wanted && (!_topInView || From != LedgerCursor.Top))
        {
            _newer = await Query.CountNewerAsync(Filter, _seenTo, MaxNewer + 1, cancellationToken);
            return;
        }
        var page = await Query.PageAsync(wanted.Filter, wanted.From, PageSize, cancellationToken);
        if (wanted != (Filter, From))
            return;
        Show(page, wanted);
    }

    private bool IsWrong(string? amount) => !string.IsNullOrWhiteSpace(amount) && !Format.TryParse(amount, out _);

    private void Show(LedgerPage page, (LedgerFilter Filter, LedgerCursor From) shown)
    {
        var atTop = shown.From == LedgerCursor.Top;
        _freshFrom = _shown == shown ? _seenTo : long.MaxValue;
        // Paging through the same list goes on counting from when its top was last seen.
        if (atTop || _shown?.Filter != shown.Filter)
            (_seenTo, _newer) = (page.Head, 0);
        (_page, _shown) = (page, shown);
        // Back at the newest: no position, so that the page is live again.
        if (shown.From.Newer && page.Newer is null && page.StoppedAt is null)
            Navigation.NavigateTo(Address(LedgerCursor.Top)!, replace: true);
    }

    private async Task ShowNewestAsync()
    {
        _topInView = true;
        _newer = 0;
        await Js.InvokeVoidAsync("scrollTo", 0, 0);
        if (From == LedgerCursor.Top)
            Refresh();
        else
            Navigation.NavigateTo(Address(LedgerCursor.Top)!);
    }

    private async Task StopWatchingAsync()
    {
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

    private string? Address(LedgerCursor? position) => position is not { } at
        ? null
        : Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["before"] = at == LedgerCursor.Top || at.Newer ? null : at.Id,
            ["after"] = at.Newer ? at.Id : null,
        });

    private void Go(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            [name] = string.IsNullOrWhiteSpace(value) ? null : value.Trim(),
            ["before"] = null,
            ["after"] = null,
        }), replace: true);
}
