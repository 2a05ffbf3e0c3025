using System.Globalization;
using Microsoft.AspNetCore.Components;
using PayHub.Data.Live;
using PayHub.Data.Queries;
using PayHub.Web.Filters;
using PayHub.Web.Live;

namespace PayHub.Web.Components.Pages;

/// <summary>What operators did, the newest first: for every operator to see.</summary>
public sealed partial class AuditScreen : ListPage
{
    private const int PageSize = 50;

    private AuditPage? _page;
    private AuditFilter _filter = AuditFilter.None;
    private IReadOnlyList<string> _wrong = [];
    private (AuditFilter Filter, LedgerCursor From)? _shown;
    private long _seenTo;
    private long _freshFrom = long.MaxValue;

    /// <summary>An operator's e-mail address, or the id that the audit keeps.</summary>
    [SupplyParameterFromQuery]
    public string? Operator { get; set; }

    /// <summary>What was done.</summary>
    [SupplyParameterFromQuery]
    public string? Action { get; set; }

    /// <summary>What kind of thing it was done to.</summary>
    [SupplyParameterFromQuery]
    public string? Type { get; set; }

    /// <summary>Which one.</summary>
    [SupplyParameterFromQuery]
    public string? Target { get; set; }

    /// <summary>Nothing before that moment, in ISO 8601.</summary>
    [SupplyParameterFromQuery]
    public string? Since { get; set; }

    /// <summary>Only before that moment, in ISO 8601.</summary>
    [SupplyParameterFromQuery]
    public string? Until { get; set; }

    /// <inheritdoc/>
    protected override string Subject => T["The audit"];

    /// <inheritdoc/>
    protected override LiveTopics Topics => LiveTopics.Audit;

    private string ExportAddress => Navigation.GetUriWithQueryParameters("/export/audit.csv", new Dictionary<string, object?>
    {
        ["operator"] = Operator, ["action"] = Action, ["type"] = Type, ["target"] = Target, ["since"] = Since, ["until"] = Until,
    });

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // Before the base reads what it asks for.
        ReadAddress();
        base.OnInitialized();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        ReadAddress();
        base.OnParametersSet();
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_wrong.Count > 0)
        {
            Go([.. _wrong.Select(name => (name, (string?)null))]);
            return;
        }
        var wanted = (Filter: _filter, From);
        if (_shown == wanted && !IsFollowing)
        {
            Newer = await Query.CountNewerAsync(wanted.Filter, _seenTo, MaxNewer + 1, cancellationToken);
            return;
        }
        var page = await Query.PageAsync(wanted.Filter, wanted.From, PageSize, cancellationToken);
        if (wanted != (_filter, From))
            return;
        _freshFrom = _shown == wanted ? _seenTo : long.MaxValue;
        if (wanted.From == LedgerCursor.Top || _shown?.Filter != wanted.Filter)
            (_seenTo, Newer) = (page.Head, 0);
        (_page, _shown) = (page, wanted);
        // Back at the newest: no position, so that the page is live again.
        if (wanted.From.Newer && page.Newer is null && page.StoppedAt is null)
            Navigation.NavigateTo(Address(LedgerCursor.Top)!, replace: true);
    }

    private void ReadAddress()
    {
        var parts = new AddressParts(name => name switch
        {
            "operator" => Operator,
            "action" => Action,
            "type" => Type,
            "target" => Target,
            "since" => Since,
            _ => Until,
        });
        (_filter, _wrong) = (parts.AuditFilter(), parts.Wrong);
    }

    private string Only(string name, string value) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        [name] = value, ["before"] = null, ["after"] = null,
    });

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
