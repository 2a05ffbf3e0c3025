using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace PayHub.Bench.Dashboards;

/// <summary>
/// A dashboard page without a browser: its circuit, spoken to as blazor.web.js does. What the hub has the page do is said to be done, and
/// every batch is confirmed, so that the hub works as for a browser; nothing is drawn.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private const int ResultIsReference = 1; // JSCallResultType.JSObjectReference

    private readonly HubConnection _connection;
    private readonly List<Seen> _seen = [new(0, 0)];
    private readonly TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _error;

    private Circuit(HubConnection connection)
    {
        _connection = connection;
        connection.On<long, byte[]>("JS.RenderBatch", ShowAsync);
        connection.On<long, string, string?, int, long, int>("JS.BeginInvokeJS", (call, _, _, result, _, _) => AnswerAsync(call, result));
        connection.On<string>("JS.Error", error => _error = error);
        // A browser has work with these; here there is none.
        connection.On<long, string>("JS.AttachComponent", (_, _) => { });
        connection.On<string, bool, string>("JS.EndInvokeDotNet", (_, _, _) => { });
        connection.On<long>("JS.EndUpdateRootComponents", _ => { });
    }

    /// <summary>The transfers that came to the top of the page's ledger.</summary>
    /// <exception cref="BenchException">The hub gave the circuit up.</exception>
    public IReadOnlyList<Seen> Seen
    {
        get
        {
            if (_error is not null || _connection.State != HubConnectionState.Connected)
                throw new BenchException($"The hub ended a dashboard's circuit: {_error ?? "the connection was closed"}");
            lock (_seen)
                return [.. _seen];
        }
    }

    /// <summary>Loads a page and makes it live.</summary>
    /// <param name="browser">Signed in.</param>
    /// <param name="cookies">The browser's cookies.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Circuit> OpenAsync(HttpClient browser, CookieContainer cookies, Uri page, CancellationToken cancellationToken)
    {
        var html = await browser.GetStringAsync(page, cancellationToken);
        var components = $"[{string.Join(',', Components().Matches(html).Select(match => match.Groups[1].Value))}]";
        var circuit = new Circuit(Connect(new Uri(page, "/_blazor"), cookies));
        try
        {
            await circuit._connection.StartAsync(cancellationToken);
            await circuit._connection.InvokeAsync<string>(
                "StartCircuit", new Uri(page, "/").ToString(), page.ToString(), components, State().Match(html).Groups[1].Value, cancellationToken);
            await circuit._shown.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            return circuit;
        }
        catch (Exception error) when (error is TimeoutException or HubException)
        {
            await circuit.DisposeAsync();
            throw new BenchException($"{page} does not become live: {circuit._error ?? error.Message}");
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static HubConnection Connect(Uri hub, CookieContainer cookies)
    {
        var builder = new HubConnectionBuilder().WithUrl(hub, HttpTransportType.WebSockets, options => options.Cookies = cookies);
        builder.Services.AddSingleton<IHubProtocol>(new BlazorPack());
        return builder.Build();
    }

    private Task ShowAsync(long batch, byte[] content)
    {
        if (RenderBatch.NewestTransfer(content) is var newest && newest > _seen[^1].Id)
        {
            lock (_seen)
                _seen.Add(new Seen(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), newest));
        }
        _shown.TrySetResult();
        return _connection.SendAsync("OnRenderCompleted", batch, (string?)null);
    }

    private Task AnswerAsync(long call, int result) => call == 0
        ? Task.CompletedTask
        : _connection.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{(result == ResultIsReference ? $"{{\"__jsObjectId\":{call}}}" : "null")}]");

    [GeneratedRegex("<!--Blazor:(\\{\"type\":\"server\".*?\\})-->", RegexOptions.Singleline)]
    private static partial Regex Components();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
