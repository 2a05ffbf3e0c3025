using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Tests.Support;

namespace PayHub.Tests.Api;

/// <summary>Programs at the REST API of a real hub, over real HTTP.</summary>
internal static class ApiRig
{
    private const string Maker = "ann@example.org";

    /// <summary>Puts a key into the database, as the page would, without the page.</summary>
    public static async Task<(long Id, string Secret)> NewKeyAsync(this Hub hub, string role, string name = "till")
    {
        var random = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var key = new ApiKey { Name = name, Role = role, SecretHash = SHA256.HashData(Encoding.ASCII.GetBytes(random)), CreatedBy = Maker };
        await using var db = hub.Services.GetRequiredService<PayHubDatabase>().OpenWrite();
        if (!db.Users.Any(u => u.UserName == Maker))
            await MakeAsync(db);
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync();
        return (key.Id, $"payhub_{key.Id}_{random}");
    }

    // A key holds as long as its maker may do what it may.
    private static async Task MakeAsync(PayHubDbContext db)
    {
        var maker = new Operator { UserName = Maker, NormalizedUserName = Maker.ToUpperInvariant(), Email = Maker, NormalizedEmail = Maker.ToUpperInvariant(), SecurityStamp = "a" };
        db.Users.Add(maker);
        db.UserRoles.Add(new() { UserId = maker.Id, RoleId = db.Roles.Single(r => r.Name == OperatorRoles.Admin).Id });
        await db.SaveChangesAsync();
    }

    /// <summary>A program with a new key of a role.</summary>
    public static async Task<HttpClient> ProgramAsync(this Hub hub, string role = OperatorRoles.Admin) => hub.Program((await hub.NewKeyAsync(role)).Secret);

    /// <summary>A program with a key, or with none.</summary>
    public static HttpClient Program(this Hub hub, string? secret)
    {
        var http = hub.CreateHttpClient();
        if (secret is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return http;
    }

    /// <summary>Posts a body under an idempotency key; a new one unless it is given.</summary>
    public static async Task<HttpResponseMessage> ActAsync(this HttpClient http, string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await http.SendAsync(request);
    }

    /// <summary>Reads an answer's object.</summary>
    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonObject>())!;

    /// <summary>Gets an answer's object, which must be there.</summary>
    public static async Task<JsonObject> ReadAsync(this HttpClient http, string path)
    {
        using var response = await http.GetAsync("/api/v1" + path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
        return await response.JsonAsync();
    }

    /// <summary>Asserts that an answer is a problem of that kind.</summary>
    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"expected {status} {code}: {(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore);
        var problem = JsonNode.Parse(text)!.AsObject();
        Assert.Equal((code, status, $"/api#{code}"), ((string?)problem["code"], (int)problem["status"]!, (string?)problem["type"]));
        return problem;
    }

    public static string Deposit(long amount, string account = "carol", string reason = "cash") =>
        $$"""{"account":"{{account}}","amount":{{amount}},"reason":"{{reason}}"}""";

    /// <summary>Opens an account.</summary>
    public static async Task OpenAsync(this HttpClient http, string name, long openingBalance = 0)
    {
        using var response = await http.ActAsync("/accounts", $$"""{"name":"{{name}}","opening_balance":{{openingBalance}},"reason":"test"}""");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public static async Task<long> BalanceAsync(this HttpClient http, string name) => (long)(await http.ReadAsync($"/accounts/{name}"))["balance"]!;

    /// <summary>How many transfers there are.</summary>
    public static async Task<long> CountTransfersAsync(this HttpClient http) => (long)(await http.ReadAsync("/hub"))["last_transfer"]!;
}
