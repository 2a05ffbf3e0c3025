using System.Globalization;
using Microsoft.AspNetCore.Components;
using PayHub.Data;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Web.Components.AccountParts;
using PayHub.Web.Filters;
using PayHub.Web.Live;

namespace PayHub.Web.Components.Pages;

/// <summary>An account: what it holds and held, what moved, who is behind it, and what operators may do to it.</summary>
public sealed partial class AccountScreen : LivePage
{
    private const int Transfers = 20;
    private const int Rows = 10;

    // A chart of very many transfers costs more to read than all the rest: while money moves it may lag behind by so much.
    private static readonly TimeSpan ChartGap = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);

    private AccountView? _view;
    private IReadOnlyList<HistoryRow> _history = [];
    private IReadOnlyList<Relation> _relations = [];
    private IReadOnlyList<BalancePoint>? _points;
    private Stretch<PastSession> _sessions = new([], null);
    private Stretch<AccountNote> _notes = new([], null);
    private Charted _charted = new(0, ChartRange.Usual, 0, default, default);
    private ActDone? _done;
    private bool _loaded;
    private bool _chartIsBehind;

    /// <summary>The account's name, in any ASCII case.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>How much time the chart shows, a <see cref="ChartRange.Key"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    /// <summary>Past sessions before this one.</summary>
    [SupplyParameterFromQuery]
    public string? Sessions { get; set; }

    /// <summary>Notes before this one.</summary>
    [SupplyParameterFromQuery]
    public string? Notes { get; set; }

    /// <inheritdoc/>
    protected override string Subject => T["The account"];

    /// <inheritdoc/>
    protected override LiveTopics Topics => LiveTopics.Ledger | LiveTopics.Accounts | LiveTopics.Sessions;

    /// <inheritdoc/>
    protected override TimeSpan? Tick => _chartIsBehind ? ChartGap : Idle;

    private string Title => _view?.Account.Name ?? Name;

    private OnlineSession? Online => Board.Find(Title);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var view = await Details.FindAsync(Name, cancellationToken);
        if (view is { Account: var account })
        {
            _history = await History.PageAsync(account.Id, Transfers, null);
            await ChartAsync(account, _history is [var newest, ..] ? newest.Id : 0, cancellationToken);
            if (!account.IsSystem)
            {
                _sessions = await Details.SessionsAsync(account.Id, Sessions.Number(), Rows, cancellationToken);
                _notes = await Details.NotesAsync(account.Id, Notes.Number(), Rows, cancellationToken);
                _relations = await Details.RelationsAsync(account.Id, cancellationToken);
            }
        }
        if (view?.Account.Id != _view?.Account.Id)
            _done = null;
        (_view, _loaded) = (view, true);
    }

    private async Task ChartAsync(Data.Model.Account account, long newest, CancellationToken cancellationToken)
    {
        var (range, now) = (ChartRange.Of(Range), Clock.GetUtcNow());
        var isOther = account.Id != _charted.AccountId || range != _charted.Range;
        var isOld = now - _charted.Until >= ChartGap;
        _chartIsBehind = newest != _charted.Newest && !isOther && !isOld;
        if (!isOther && !(isOld && (newest != _charted.Newest || now - _charted.Until >= Idle)))
            return;
        var from = range.From(await OpenedAsync(account, cancellationToken), now);
        _points = await Balances.ReadAsync(account.Id, from, now, cancellationToken);
        _charted = new Charted(account.Id, range, newest, from, now);
    }

    // The hub's own account is older than the hub: what it holds began with the first transfer.
    private async Task<DateTimeOffset> OpenedAsync(Data.Model.Account account, CancellationToken cancellationToken) =>
        account.IsSystem
            ? await Balances.BeginningAsync(account.Id, cancellationToken) ?? Clock.GetUtcNow()
            : UnixMicroseconds.ToMoment(account.CreatedAt);

    private void Show(ActDone done)
    {
        _done = done;
        StateHasChanged();
        Refresh();
    }

    private string Address(string name, object? value) =>
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            [name] = value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture),
        });

    /// <summary>What the chart shows.</summary>
    private sealed record Charted(long AccountId, ChartRange Range, long Newest, DateTimeOffset From, DateTimeOffset Until);
}
