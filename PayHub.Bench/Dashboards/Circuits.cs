using System.Net;
using System.Text.RegularExpressions;

namespace PayHub.Bench.Dashboards;

/// <summary>Dashboards without a browser: what remains is the hub's part of the work.</summary>
internal sealed partial class Circuits : OpenDashboards
{
    private readonly List<Circuit> _all = [];
    private long[] _updates = [];

    private Circuits()
    {
    }

    public override string Kind => "circuits without a browser, of the program that pays";

    public override string Place => "circuit";

    /// <summary>Signs in and opens the pages; the first shows the ledger.</summary>
    public static async Task<OpenDashboards> OpenAsync(Uri dashboard, int count, CancellationToken cancellationToken)
    {
        var open = new Circuits();
        try
        {
            var cookies = new CookieContainer();
            using var browser = new HttpClient(new HttpClientHandler { CookieContainer = cookies });
            await SignInAsync(browser, dashboard, cancellationToken);
            for (var i = 0; i < count; i++)
                open._all.Add(await Circuit.OpenAsync(browser, cookies, new Uri(dashboard, Paths[i % Paths.Length]), cancellationToken));
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var circuit in _all)
            await circuit.DisposeAsync();
    }

    private protected override Task<IReadOnlyList<IReadOnlyList<Seen>>> SeenAsync() =>
        Task.FromResult<IReadOnlyList<IReadOnlyList<Seen>>>([.. _all.Select(circuit => circuit.Look().Seen).Where((_, i) => i % Paths.Length == 0)]);

    // A page that is sent nothing while money moves would make the hub look cheap.
    private protected override void RequireUpdates()
    {
        var before = _updates;
        _updates = [.. _all.Select(circuit => circuit.Look().Batches)];
        for (var i = 0; i < _all.Count; i++)
        {
            if (_updates[i] <= before.ElementAtOrDefault(i))
                throw new BenchException($"The page {Paths[i % Paths.Length]} was sent nothing while payments were made.");
        }
    }

    private static async Task SignInAsync(HttpClient browser, Uri dashboard, CancellationToken cancellationToken)
    {
        var address = new Uri(dashboard, "/account/sign-in");
        var form = await browser.GetStringAsync(address, cancellationToken);
        using var fields = new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"),
            new("__RequestVerificationToken", Token().Match(form).Groups[1].Value),
            new("Form.Email", Email),
            new("Form.Password", Password),
        ]);
        using var answer = await browser.PostAsync(address, fields, cancellationToken);
        if (!answer.IsSuccessStatusCode || answer.RequestMessage!.RequestUri == address)
            throw new BenchException($"The hub did not let the operator in: {(int)answer.StatusCode} at {answer.RequestMessage!.RequestUri}");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
