using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Web.Components.Parts;
using PayHub.Web.Operators;

namespace PayHub.Web.Components.Pages;

/// <summary>Who runs the hub, for Admins.</summary>
public sealed partial class OperatorsScreen
{
    private IReadOnlyList<OperatorRow>? _operators;
    private IReadOnlyList<LinkRow> _links = [];
    private string? _me;

    /// <inheritdoc/>
    protected override string Subject => T["The list of operators"];

    /// <inheritdoc/>
    protected override LiveTopics Topics => LiveTopics.Operators;

    // A lock-out and a link end with time alone, and nobody announces it.
    /// <inheritdoc/>
    protected override TimeSpan? Tick => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _me ??= (await SignedIn.GetAuthenticationStateAsync()).User.FindFirstValue(ClaimTypes.NameIdentifier);
        _links = await Operators.LinksAsync(cancellationToken);
        _operators = await Operators.OperatorsAsync(cancellationToken);
    }

    private static string Word(OperatorState state) => state switch
    {
        OperatorState.Active => "active",
        OperatorState.Locked => "locked",
        _ => "disabled",
    };

    private static string Tag(OperatorState state) => state switch
    {
        OperatorState.Active => "ph-tag-good",
        OperatorState.Locked => "ph-tag-warn",
        _ => "",
    };

    private string Ways(OperatorRow row)
    {
        var password = row.HasAuthenticator ? T["password and app"] : T["password"];
        return row.Passkeys == 0 ? password : T["{0}, passkeys: {1}", password.Value, row.Passkeys];
    }

    private async Task InviteAsync()
    {
        string? link = null;
        await ShowAsync<InviteDialog>(new DialogParameters<InviteDialog>
        {
            { d => d.Do, async (email, role, reason) => await DoAsync("operator.invite", email, reason, async act =>
                {
                    var result = await Links.InviteAsync(act, email, role);
                    link = result.Link;
                    return result.Change;
                }) },
            { d => d.Made, email => ShowLinkAsync(T["One-time link for {0}", email], link) },
        });
    }

    private Task RenewAsync(OperatorRow row)
    {
        string? link = null;
        return ShowAsync<RenewLinkDialog>(new DialogParameters<RenewLinkDialog>
        {
            { d => d.Email, row.Email },
            { d => d.Do, async (anew, reason) => await DoAsync("operator.link", row.Email, reason, async act =>
                {
                    var result = await Links.RenewAsync(act, row.Id, anew);
                    link = result.Link;
                    return result.Change;
                }) },
            { d => d.Made, () => ShowLinkAsync(T["One-time link for {0}", row.Email], link) },
        });
    }

    private Task SetRoleAsync(OperatorRow row) => ShowAsync<RoleDialog>(new DialogParameters<RoleDialog>
    {
        { d => d.Operator, row },
        { d => d.IsMe, row.Id == _me },
        { d => d.Do, (role, reason) => DoAsync("operator.role", row.Email, reason, act => Office.SetRoleAsync(act, row.Id, role)) },
    });

    private Task DisableAsync(OperatorRow row) => ConfirmAsync(
        T["Disable {0}?", row.Email], T["Disable {0}", row.Email], severe: true,
        row.Id == _me
            ? T["This is you: you are signed out at once, and only another Admin can let you in again."]
            : T["They are signed out everywhere at once, their open pages close, and nothing lets them in until an Admin enables them again. API keys that they made are refused as long."],
        reason => DoAsync("operator.disable", row.Email, reason, act => Office.DisableAsync(act, row.Id)));

    private Task EnableAsync(OperatorRow row) => ConfirmAsync(
        T["Enable {0}?", row.Email], T["Enable {0}", row.Email], severe: false,
        T["They may sign in again as they did before, as {0}.", T[row.Role].Value],
        reason => DoAsync("operator.enable", row.Email, reason, act => Office.EnableAsync(act, row.Id)));

    private Task EndSessionsAsync(OperatorRow row) => ConfirmAsync(
        T["End all sessions of {0}?", row.Email], T["End sessions of {0}", row.Email], severe: true,
        T["They are signed out everywhere at once and their open pages close. They may sign in again."],
        reason => DoAsync("operator.end-sessions", row.Email, reason, act => Office.EndSessionsAsync(act, row.Id)));

    private Task RevokeAsync(LinkRow link) => ConfirmAsync(
        T["Revoke the link for {0}?", link.Email], T["Revoke the link for {0}", link.Email], severe: false,
        T["It opens nothing any more."],
        reason => DoAsync("operator.revoke-link", link.Email, reason, act => Links.RevokeAsync(act, link.Id)));

    private async Task<string?> DoAsync(string action, string email, string reason, Func<OperatorAct, Task<OperatorChange>> work) =>
        await Acts.TryBeginAsync(OperatorRoles.Admin, action, ("operator", email), reason) is { } act
            ? (await work(act)).Failure(T)
            : T["Only an Admin may do this."].Value;

    private Task ConfirmAsync(string title, string action, bool severe, string question, Func<string, Task<string?>> work) =>
        ShowAsync<ConfirmDialog>(new DialogParameters<ConfirmDialog>
        {
            { d => d.Title, title },
            { d => d.Action, action },
            { d => d.Severe, severe },
            { d => d.ChildContent, builder => builder.AddMarkupContent(0, $"<p>{System.Net.WebUtility.HtmlEncode(question)}</p>") },
            { d => d.Do, work },
        });

    private Task ShowLinkAsync(string title, string? link) => link is null ? Task.CompletedTask : ShowAsync<LinkDialog>(new DialogParameters<LinkDialog>
    {
        { d => d.Title, title },
        { d => d.Link, link },
        { d => d.Hours, OperatorLinks.Lifetime.TotalHours.ToString("0", CultureInfo.InvariantCulture) },
    });

    private async Task ShowAsync<TDialog>(DialogParameters<TDialog> parameters) where TDialog : IComponent =>
        await Dialogs.ShowAsync<TDialog>(null, parameters);
}
