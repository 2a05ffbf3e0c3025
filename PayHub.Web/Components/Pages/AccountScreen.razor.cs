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

    private Reading? _read;
    private string? _asked;
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

    private string Title => _read?.View.Account.Name ?? Name;

    private OnlineSession? Online => Board.Find(Title);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Of the account that was shown before nothing stays, even where the other one can't be read.
        if (_loaded && _asked != Name)
            (_read, _loaded, _done) = (null, false, null);
        base.OnParametersSet();
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var name = Name;
        var view = await Details.FindAsync(name, cancellationToken);
        var read = view is null ? null : await ReadAsync(view, cancellationToken);
        // All of it or nothing, and not for an address that was left meanwhile.
        if (name == Name)
            (_read, _asked, _loaded) = (read, name, true);
    }

    private async Task<Reading> ReadAsync(AccountView view, CancellationToken cancellationToken)
    {
        var account = view.Account;
        var history = await History.PageAsync(account.Id, Transfers, null);
        var chart = await ChartAsync(account, history is [var newest, ..] ? newest.Id : 0, cancellationToken);
        if (account.IsSystem)
            return new Reading(view, history, chart, new([], null), new([], null), []);
        return new Reading(
            view, history, chart,
            await Details.SessionsAsync(account.Id, Sessions.Number(), Rows, cancellationToken),
            await Details.NotesAsync(account.Id, Notes.Number(), Rows, cancellationToken),
            await Details.RelationsAsync(account.Id, cancellationToken));
    }

    private async Task<Charted> ChartAsync(Data.Model.Account account, long newest, CancellationToken cancellationToken)
    {
        var (range, now) = (ChartRange.Of(Range), Clock.GetUtcNow());
        _chartIsBehind = false;
        if (_read?.Chart is { } shown && shown.AccountId == account.Id && shown.Range == range)
        {
            var (isOld, moved) = (now - shown.Until >= ChartGap, newest != shown.Newest);
            _chartIsBehind = moved && !isOld;
            if (!isOld || !(moved || now - shown.Until >= Idle))
                return shown;
        }
        var from = range.From(await OpenedAsync(account, cancellationToken), now);
        return new Charted(account.Id, range, newest, from, now, await Balances.ReadAsync(account.Id, from, now, cancellationToken));
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
    private sealed record Charted(
        long AccountId, ChartRange Range, long Newest, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<BalancePoint> Points);

    /// <summary>What one reading of the account found: it is shown as a whole, so that no two accounts ever mix.</summary>
    private sealed record Reading(
        AccountView View, IReadOnlyList<HistoryRow> History, Charted Chart, Stretch<PastSession> Sessions, Stretch<AccountNote> Notes,
        IReadOnlyList<Relation> Relations);
}
