using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data.Integrity;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Host;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using PayHub.Tests.Web;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>Verification and backups, by role.</summary>
public sealed class IntegrityScreenTests(Chromium chromium)
{
    private const string Bob = "bob@example.org";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_verification_is_seen_by_all_and_remembered_over_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using var watched = await chromium.OpenAsync();
        await using var other = await chromium.OpenAsync();
        string head;
        await using (var hub = Hub.Start(folder.Path, Operating.WithOperator))
        {
            await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Cashier);
            await using var alice = await hub.LogInAsync("alice");
            var seen = await ShowAsync(other.Page, hub, Operating.Email);
            await Expect(seen.GetByText("Not verified yet.")).ToBeVisibleAsync();
            var page = await ShowAsync(watched.Page, hub, Bob);
            await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
            await Expect(page.GetByText("Everything agrees")).ToBeVisibleAsync();
            await Expect(seen.GetByText("Everything agrees")).ToBeVisibleAsync(new() { Timeout = Operating.Soon });
            await Expect(seen.GetByText($"by {Bob}")).ToBeVisibleAsync();
            await Expect(seen.GetByText("1 transfers in 1 blocks, 0 signatures, 2 accounts")).ToBeVisibleAsync();
            head = (await seen.GetByRole(AriaRole.Group, new() { Name = "number and hash" }).TextContentAsync())!;
            Assert.Equal(await HeadAsync(hub), head);
            Assert.Equal([(Bob, "integrity.verify", "hub")], await AuditAsync(hub));
            watched.ExpectTrouble();
            other.ExpectTrouble();
        }
        await using var again = Hub.Start(folder.Path, Operating.WithOperator);
        await using var later = await chromium.OpenAsync();
        await ShowAsync(later.Page, again, Operating.Email);
        await Expect(later.Page.GetByRole(AriaRole.Group, new() { Name = "number and hash" })).ToHaveTextAsync(head);
    }

    [Fact]
    public async Task One_that_is_cancelled_stands_in_the_audit_as_that()
    {
        using var go = new ManualResetEventSlim();
        await using var hub = Hub.Start(
            services =>
            {
                var real = services.Last(d => d.ServiceType == typeof(ISignatureCheck)).ImplementationType!;
                services.AddSingleton<ISignatureCheck>(p => new WaitingCheck((ISignatureCheck)ActivatorUtilities.CreateInstance(p, real), go));
            },
            Operating.WithOperator);
        await using var bob = await hub.LogInAsync("bob");
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await alice.AskAsync(alice.Sign(5, "bob"));
        await using var watched = await chromium.OpenAsync();
        var page = await ShowAsync(watched.Page, hub, Operating.Email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the verification" }).ClickAsync();
        await UntilAuditHasAsync(hub, 2);
        // Told to end, the run is let go: before that it would just end.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel the verification" })).ToBeEnabledAsync();
        go.Set();
        await Expect(page.GetByText("The last run was cancelled")).ToBeVisibleAsync();
        Assert.Equal([(Operating.Email, "integrity.verify", "hub"), (Operating.Email, "integrity.cancel", "hub")], await AuditAsync(hub));
    }

    [Fact]
    public async Task A_fault_is_named_in_red_and_in_words_and_logged()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        hub.Errors.Expect(2301);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        var file = Path.Combine(hub.DataDirectory, "payhub.db");
        TestDatabase.Execute(file, "UPDATE accounts SET balance = balance + 5 WHERE name = 'alice'");
        var page = await ShowAsync(watched.Page, hub, Operating.Email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The ledger is faulty");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("account alice: its balance says 10005, but its transfers make 10000");
        await page.GotoAsync(hub.Dashboard.ToString());
        await Expect(page.GetByRole(AriaRole.Link).Filter(new() { HasText = "Last verification" })).ToContainTextAsync("fault");
        TestDatabase.Execute(file, "UPDATE accounts SET balance = balance - 5 WHERE name = 'alice'");
    }

    [Fact]
    public async Task A_backup_is_made_listed_downloaded_whole_and_in_parts_and_verifies()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        var page = await ShowAsync(watched.Page, hub, Operating.Email);
        await Expect(page.GetByText("No backup yet.")).ToBeVisibleAsync();
        await Expect(page.GetByText("as hashes")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).ClickAsync();
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Download payhub-" });
        await Expect(link).ToBeVisibleAsync();
        var name = (await link.TextContentAsync())!;
        var stored = Path.Combine(hub.DataDirectory, "backups", name);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stored));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(stored)!));
        }

        using var folder = new TemporaryFolder();
        var file = folder.File("copy.db");
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await download.SaveAsAsync(file);
        Assert.Equal(name, download.SuggestedFilename);
        var report = await new LedgerVerifier(new PayHubDatabase($"Data Source={file};Pooling=False", new WriteGate()), new SignatureCheck()).VerifyAsync(cancellationToken: Stop);
        Assert.Equal((null, 1L), (report.Fault, report.Transfers));

        using var http = await SignedInAsync(hub, Operating.Email);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/integrity/backups/{name}") { Headers = { Range = new RangeHeaderValue(0, 15) } };
        using var part = await http.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("SQLite format 3\0"u8.ToArray(), await part.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(
            [(Operating.Email, "integrity.backup", "hub"), (Operating.Email, "integrity.download", name), (Operating.Email, "integrity.download", name)],
            await AuditAsync(hub));
    }

    [Fact]
    public async Task Only_names_of_backups_lead_to_files_and_only_for_Admins()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Cashier);
        var name = (await hub.Services.GetRequiredService<BackupShelf>().MakeAsync(null, Stop)).Name;
        await File.WriteAllTextAsync(Path.Combine(hub.DataDirectory, "backups", "other.db"), "not one", Stop);
        using var admin = await SignedInAsync(hub, Operating.Email);
        foreach (var other in new[] { "other.db", "unfinished", "..%2Fpayhub.db", "%2e%2e/payhub.db", name + "%00", name.ToUpperInvariant() })
            Assert.Contains(await StatusAsync(admin, other), new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin, name));

        using var cashier = await SignedInAsync(hub, Bob);
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(cashier, name));
        using var nobody = hub.CreateHttpClient();
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(nobody, name));
        // Whose role was taken away a moment ago still has it in the cookie.
        TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "DELETE FROM AspNetUserRoles");
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(admin, name));
        Assert.Single(await AuditAsync(hub));
    }

    [Theory]
    [InlineData(OperatorRoles.Viewer, false)]
    [InlineData(OperatorRoles.Cashier, true)]
    public async Task Others_see_and_are_offered_what_their_role_may(string role, bool mayVerify)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, Bob, role);
        await hub.Services.GetRequiredService<BackupShelf>().MakeAsync(null, Stop);
        await using var watched = await chromium.OpenAsync();
        var page = await ShowAsync(watched.Page, hub, Bob);
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "payhub-" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Download" })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Back up now" })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Verify now" })).ToHaveCountAsync(mayVerify ? 1 : 0);
    }

    [Fact]
    public async Task Who_is_nothing_any_more_starts_nothing_even_with_the_page_open()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = await ShowAsync(watched.Page, hub, Operating.Email);
        TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "DELETE FROM AspNetUserRoles");
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Expect(page.GetByText("Only a Cashier or an Admin may do this.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).ClickAsync();
        await Expect(page.GetByText("Only an Admin may do this.")).ToBeVisibleAsync();
        Assert.Empty(await AuditAsync(hub));
        Assert.Empty(hub.Services.GetRequiredService<BackupShelf>().List());
    }

    private static async Task<IPage> ShowAsync(IPage page, Hub hub, string email)
    {
        await page.SignInAsync(hub.Dashboard, email);
        await page.ShowAsync(hub.Dashboard, "/integrity");
        return page;
    }

    private static async Task<HttpClient> SignedInAsync(Hub hub, string email)
    {
        var http = hub.CreateHttpClient();
        using var signedIn = await http.SignInAsync(email, Operating.Password);
        return http;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string name)
    {
        using var response = await http.GetAsync($"/integrity/backups/{name}", Stop);
        return response.StatusCode;
    }

    private static async Task<string> HeadAsync(Hub hub)
    {
        await using var db = hub.OpenDatabase().OpenRead();
        var head = await db.LedgerHead.SingleAsync(Stop);
        return $"{head.LastBlock}:{Convert.ToHexStringLower(head.LastHash)}";
    }

    private static async Task<List<(string, string, string)>> AuditAsync(Hub hub)
    {
        await using var db = hub.OpenDatabase().OpenRead();
        return (await db.Audit.OrderBy(a => a.Id).ToListAsync(Stop)).ConvertAll(a => (a.OperatorName, a.Action, a.TargetId));
    }

    private static async Task UntilAuditHasAsync(Hub hub, int rows)
    {
        var until = DateTime.UtcNow + TestEnvironment.Bound;
        while ((await AuditAsync(hub)).Count < rows)
            Assert.True(DateTime.UtcNow < until, "the audit got no such row");
    }

    // Checks nothing until it is let go.
    private sealed class WaitingCheck(ISignatureCheck real, ManualResetEventSlim go) : ISignatureCheck
    {
        public SignedContent? Read(byte[] jws, byte[] spki)
        {
            go.Wait(TestEnvironment.Bound);
            return real.Read(jws, spki);
        }
    }
}
