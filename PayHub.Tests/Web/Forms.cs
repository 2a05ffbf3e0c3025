using System.Net;
using System.Text.RegularExpressions;

namespace PayHub.Tests.Web;

/// <summary>Fills in a page's form as a browser without scripts does: its hidden fields go along.</summary>
internal static partial class Forms
{
    public static Task<HttpResponseMessage> SignInAsync(this HttpClient http, string email, string password, string query = "") =>
        http.SubmitAsync("/account/sign-in" + query, ("Form.Email", email), ("Form.Password", password));

    /// <summary>Posts the form of the operator's menu.</summary>
    public static Task<HttpResponseMessage> SignOutAsync(this HttpClient http) => SubmitAsync(http, "/", "/account/sign-out", []);

    /// <summary>The sign-in cookie that an answer sets, as it is sent back.</summary>
    public static string SignInCookie(this HttpResponseMessage signedIn) =>
        signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("PayHub=", StringComparison.Ordinal)).Split(';')[0];

    /// <summary>Gets the page and posts its form.</summary>
    public static Task<HttpResponseMessage> SubmitAsync(this HttpClient http, string address, params (string Name, string Value)[] fields) =>
        SubmitAsync(http, address, address, fields);

    private static async Task<HttpResponseMessage> SubmitAsync(HttpClient http, string form, string address, (string Name, string Value)[] fields)
    {
        var page = await http.GetStringAsync(form);
        var hidden = HiddenField().Matches(page).Select(m => (m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)));
        // Of a page with several forms: what the test names counts, and of what it does not name the first.
        hidden = hidden.Where(h => fields.All(f => f.Name != h.Item1)).DistinctBy(h => h.Item1);
        using var content = new FormUrlEncodedContent(hidden.Concat(fields).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await http.PostAsync(address, content);
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)" ?/?>""")]
    private static partial Regex HiddenField();
}
