using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Web.Components.AccountParts;
using PayHub.Web.Components.Parts;
using PayHub.Web.Filters;
using PayHub.Web.Live;

namespace PayHub.Web.Components.Pages;

/// <summary>Every account, found by the beginning of its name, by status and by key. Filter and position are in the address.</summary>
public sealed partial class AccountsScreen : LivePage
{
    internal const int PageSize = 50;

    private AccountPage? _page;
    private ActDone? _done;
    private bool _mayOfferKeys;

    /// <summary>How the name begins.</summary>
    [SupplyParameterFromQuery]
    public string? Name { get; set; }

    /// <summary>active, frozen or closed.</summary>
    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    /// <summary>keyed or keyless.</summary>
    [SupplyParameterFromQuery]
    public string? Key { get; set; }

    /// <summary>name, or nothing for the newest first.</summary>
    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    /// <summary>The page comes after this account.</summary>
    [SupplyParameterFromQuery]
    public string? After { get; set; }

    /// <summary>The page comes before this account.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    /// <inheritdoc/>
    protected override string Subject => T["The list of accounts"];

    /// <inheritdoc/>
    protected override LiveTopics Topics => LiveTopics.Accounts | LiveTopics.Ledger | LiveTopics.Sessions;

    [CascadingParameter]
    private Task<AuthenticationState> SignIn { get; set; } = default!;

    private AccountFilter Filter => new AddressParts(name => name switch { "name" => Name, "status" => Status, "key" => Key, _ => Sort }).AccountFilter();

    private AccountCursor? From => After.Number() is { } after ? new(after, false) : Before.Number() is { } before ? new(before, true) : null;

    private bool ByName => Filter.Order == AccountOrder.Name || Filter.Prefix is not null;

    private string Count => _page?.Total is not { } total ? ""
        : total.IsMore ? T["more than {0} accounts", total.Value.ToString("#,0", CultureInfo.InvariantCulture)]
        : total.Value == 1 ? T["1 account"]
        : T["{0} accounts", total.Value.ToString("#,0", CultureInfo.InvariantCulture)];

    private string ExportAddress => "/export/accounts.csv" + Navigation.ToAbsoluteUri(Address(null, null)).Query;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var from = From;
        // What is offered; what is done asks anew.
        _mayOfferKeys = (await SignIn).User.IsInRole(OperatorRoles.Admin);
        var page = from is null && Filter == new AccountFilter()
            ? await Newest.GetAsync(cancellationToken)
            : await Query.PageAsync(Filter, from, PageSize, cancellationToken);
        // Back at the beginning: no position, so that what is new comes in at the top.
        if (from is { Back: true } && page.Previous is null && page.StoppedAt is null)
            Navigation.NavigateTo(Address(null, null), replace: true);
        _page = page;
    }

    private string? Address(AccountCursor? at) => at is { } position
        ? position.Back ? Address(null, position.Id) : Address(position.Id, null)
        : null;

    private string Address(long? after, long? before) =>
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["after"] = after, ["before"] = before });

    private Task<IDialogReference> OpenAsync() => Dialogs.ShowAsync<NewAccountDialog>(null, new DialogParameters<NewAccountDialog> { { d => d.Done, Opened } });

    private void Opened(string account, ActDone done)
    {
        _done = done;
        StateHasChanged();
        _ = OfferKeyAsync(account);
    }

    private Task<IDialogReference> OfferKeyAsync(string account) =>
        Dialogs.ShowAsync<EnrolmentDialog>(null, new DialogParameters<EnrolmentDialog> { { d => d.Account, account } });

    private void Go(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            [name] = string.IsNullOrWhiteSpace(value) ? null : value.Trim(),
            ["after"] = null,
            ["before"] = null,
        }), replace: true);
}
