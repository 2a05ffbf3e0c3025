using System.Globalization;
using Microsoft.AspNetCore.Components;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Web.Filters;
using PayHub.Web.Live;
using PayHub.Web.Looks;

namespace PayHub.Web.Components.Pages;

/// <summary>Every transfer, found by whatever is known of it.</summary>
public sealed partial class LedgerScreen : ListPage
{
    internal const int PageSize = 50;

    private LedgerPage? _page;
    private LedgerFilter _filter = LedgerFilter.None;
    private IReadOnlyList<string> _wrong = [];
    private (LedgerFilter Filter, LedgerCursor From)? _shown;
    private long _seenTo;
    private long _freshFrom = long.MaxValue;

    /// <summary>Either side's account name.</summary>
    [SupplyParameterFromQuery]
    public string? Account { get; set; }

    /// <summary>The other side's account name.</summary>
    [SupplyParameterFromQuery]
    public string? Counterparty { get; set; }

    /// <summary>A <see cref="TransferKind"/> in lower case.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    /// <summary>The least amount, as people write it.</summary>
    [SupplyParameterFromQuery]
    public string? Min { get; set; }

    /// <summary>The greatest amount, as people write it.</summary>
    [SupplyParameterFromQuery]
    public string? Max { get; set; }

    /// <summary>No transfer before that moment, in ISO 8601.</summary>
    [SupplyParameterFromQuery]
    public string? Since { get; set; }

    /// <summary>Only transfers before that moment, in ISO 8601.</summary>
    [SupplyParameterFromQuery]
    public string? Until { get; set; }

    /// <summary>One transfer.</summary>
    [SupplyParameterFromQuery]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override string Subject => T["The ledger"];

    /// <inheritdoc/>
    protected override LiveTopics Topics => LiveTopics.Ledger;

    [CascadingParameter]
    private BrowserZone Browser { get; set; } = default!;

    private DateTimeOffset Midnight => Browser.Moment(Browser.Local(Clock.GetUtcNow()).Date);

    private string? Total => _page?.Total is { } total
        ? total.IsMore ? T["More than {0} transfers", Count(total.Value)].Value : T["{0} transfers", Count(total.Value)].Value
        : null;

    private string? Contradiction =>
        _filter.MinAmount > _filter.MaxAmount ? T["The least amount is above the greatest."].Value
        : _filter.Since >= _filter.Until ? T["The time begins where it ends, or later."].Value
        : null;

    private string ExportAddress => Navigation.GetUriWithQueryParameters("/export/ledger.csv", new Dictionary<string, object?>
    {
        ["account"] = Account, ["counterparty"] = Counterparty, ["kind"] = Kind, ["min"] = Min, ["max"] = Max,
        ["since"] = Since, ["until"] = Until, ["id"] = Id,
    });

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var parts = new AddressParts(name => name switch
        {
            "account" => Account,
            "counterparty" => Counterparty,
            "kind" => Kind,
            "min" => Min,
            "max" => Max,
            "since" => Since,
            "until" => Until,
            _ => Id,
        });
        (_filter, _wrong) = (parts.Filter(Format), parts.Wrong);
        base.OnParametersSet();
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_wrong.Count > 0)
        {
            // An address with a bound that is none: without it, address, fields and table agree.
            Go([.. _wrong.Select(name => (name, (string?)null))]);
            return;
        }
        var wanted = (Filter: _filter, From);
        if (_shown == wanted && !IsFollowing)
        {
            Newer = await Query.CountNewerAsync(wanted.Filter, _seenTo, MaxNewer + 1, cancellationToken);
            return;
        }
        var page = wanted == (LedgerFilter.None, LedgerCursor.Top)
            ? await Newest.GetAsync(cancellationToken)
            : await Query.PageAsync(wanted.Filter, wanted.From, PageSize, cancellationToken);
        if (wanted == (_filter, From))
            Show(page, wanted);
    }

    private void Show(LedgerPage page, (LedgerFilter Filter, LedgerCursor From) shown)
    {
        _freshFrom = _shown == shown ? _seenTo : long.MaxValue;
        // Paging through the same list goes on counting from when its top was last seen.
        if (shown.From == LedgerCursor.Top || _shown?.Filter != shown.Filter)
            (_seenTo, Newer) = (page.Head, 0);
        (_page, _shown) = (page, shown);
        // Back at the newest: no position, so that the page is live again.
        if (shown.From.Newer && page.Newer is null && page.StoppedAt is null)
            Navigation.NavigateTo(Address(LedgerCursor.Top)!, replace: true);
    }

    private void GoSince(DateTimeOffset since) => Go(("since", Instant(since)), ("until", null));

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
