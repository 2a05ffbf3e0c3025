using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using PayHub.Data.Integrity;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Web.Operators;

namespace PayHub.Web.Integrity;

/// <summary><c>GET /integrity/backups/{file}</c>: a backup, streamed, in ranges where they are asked for. For Admins; each request stands in the audit.</summary>
internal static class BackupDownload
{
    public static void MapBackupDownload(this IEndpointRouteBuilder app) =>
        app.MapGet("/integrity/backups/{file}", GetAsync).RequireAuthorization(policy => policy.RequireRole(OperatorRoles.Admin));

    private static async Task<IResult> GetAsync(
        string file, HttpContext context, BackupShelf shelf, OperatorDirectory operators, AuditTrail audit, PayHubDatabase database)
    {
        // The role as it is now: the one in the cookie may be minutes old.
        if (context.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id
            || !await operators.HoldsRoleAsync(id, OperatorRoles.Admin, context.RequestAborted))
            return Results.Forbid();
        // A name is only ever compared with those that are there, so that none leads anywhere else.
        if (shelf.Find(file) is not { } path)
            return Results.NotFound();
        var act = new OperatorAct(id, context.User.Identity?.Name ?? id, PageOrigin.Of(context), "integrity.download", "backup", file, null);
        await using (var db = database.OpenWrite())
            await audit.TryWriteAsync(db, act, LiveTopics.None, () => Task.FromResult(true));
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return Results.File(path, "application/vnd.sqlite3", file, enableRangeProcessing: true);
    }
}
