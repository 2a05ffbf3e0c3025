using System.Net;
using PayHub.Data.Model;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

/// <summary>Requests that come to nothing: browsers get a page that says what to do, programs the bare status.</summary>
public sealed class TroublePagesTests
{
    [Theory]
    [InlineData("en", "It takes the role Admin.")]
    [InlineData("zh-Hant", "需要「管理員」角色")]
    public async Task Who_may_not_open_a_page_is_told_which_role_it_takes(string language, string told)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "vic@example.org", OperatorRoles.Viewer);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync("vic@example.org", Operating.Password);
        using var answer = await GetAsync(http, "/operators", ("Accept", "text/html"), ("Accept-Language", language));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(told, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_answered_by_a_page()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("_handler", "sign-in"), KeyValuePair.Create("Form.Email", Operating.Email)]),
        };
        request.Headers.Add("Accept", "text/html");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("This form is out of date", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_page_for_browsers_and_nothing_for_programs()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        using var page = await GetAsync(http, "/none.txt", ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("No such page", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var bare = await GetAsync(http, "/none.txt");
        Assert.Equal((HttpStatusCode.NotFound, ""), (bare.StatusCode, await bare.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_program_gets_an_error_as_a_problem_with_its_number()
    {
        var faults = new Faults { Text = "With the wallet" };
        await using var hub = Hub.Start(faults.AddTo, Operating.WithOperator);
        hub.Errors.Expect(4010);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync(Operating.Email, Operating.Password);
        using var answer = await GetAsync(http, "/connect");
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("\"reference\":\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Single(hub.Errors.All);
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient http, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
