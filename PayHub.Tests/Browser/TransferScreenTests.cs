using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The page of one transfer.</summary>
public sealed class TransferScreenTests(Chromium chromium)
{
    private const string Id = "Zm9vYmFyYmF6cXV4cXV1eA";

    [Fact]
    public async Task A_signed_payment_of_a_real_wallet_shows_both_legs_its_signature_and_its_block()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        var jws = alice.Sign(10, "bob", Id, memo: "=for ☕");
        Assert.Equal("100 OK#3#9990", await alice.AskAsync(jws));
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger");
        await page.GetByRole(AriaRole.Link, new() { Name = "#3" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Transfer #3" })).ToBeVisibleAsync();
        var legs = page.Locator(".ph-legs tbody tr");
        await Expect(legs.Nth(0)).ToHaveTextAsync(Cells("Debit", "alice", "10,000", "−10", "9,990"));
        await Expect(legs.Nth(1)).ToHaveTextAsync(Cells("Credit", "bob", "10,000", "[+]10", "10,010"));
        await Expect(page.GetByText("=for ☕")).ToBeVisibleAsync();
        await Expect(page.GetByText("Signature holds")).ToBeVisibleAsync();
        await Expect(page.GetByText(Id, new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText(alice.Identity.Public.Fingerprint)).ToBeVisibleAsync();
        await Expect(page.GetByLabel("the payment as signed", new() { Exact = true })).ToHaveTextAsync(jws);
        var hash = TestDatabase.Text(Path.Combine(hub.DataDirectory, "payhub.db"), "SELECT lower(hex(hash)) FROM blocks WHERE last_id = 3");
        await Expect(page.GetByLabel("the hash of block 3", new() { Exact = true })).ToHaveTextAsync(hash);

        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Transfer #2" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Not a payment")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Block 3" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Transfer #3" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_reversal_elsewhere_appears_at_once_and_each_leads_to_the_other()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Operating.PayAsync(alice, "alice", 100, bob, "bob");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger/3");
        await Expect(page.GetByText("Not signed: alice was keyless")).ToBeVisibleAsync();

        var act = new OperatorAct("7", "carl", "-", "transfer.reverse", "transfer", "3", "paid twice");
        Assert.Equal(OperatorOutcome.Done, (await hub.Services.GetRequiredService<OperatorDesk>().ReverseAsync(3, new Money(30), act)).Outcome);
        await Expect(page.Locator(".ph-facts").Filter(new() { HasText = "Left to reverse" })).ToContainTextAsync("70", new() { Timeout = Operating.Soon });
        await Expect(page.GetByText("paid twice")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "#4" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Transfer #4" })).ToBeVisibleAsync();
        await Expect(page.GetByText("carl")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Reverse …" })).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Row 1 of the audit log" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "#3" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Transfer #3" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_transfer_that_is_not_there_yet_is_said_so_and_comes_by_itself()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger/1");
        await Expect(page.GetByText("There is no transfer #1")).ToBeVisibleAsync();
        await using var alice = await hub.LogInAsync("alice");
        await Expect(page.GetByText("Opening balance")).ToBeVisibleAsync(new() { Timeout = Operating.Soon });
        await page.ShowAsync(hub.Dashboard, "/ledger/99");
        await Expect(page.GetByText("Transfers are numbered from 1 to 1 without gaps.")).ToBeVisibleAsync();
    }

    private static System.Text.RegularExpressions.Regex Cells(params string[] cells) => new(string.Join(".*", cells), System.Text.RegularExpressions.RegexOptions.Singleline);
}
