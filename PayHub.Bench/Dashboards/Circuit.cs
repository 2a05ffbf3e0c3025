using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace PayHub.Bench.Dashboards;

/// <summary>
/// A dashboard page without a browser: its circuit, over the calls that blazor.web.js makes to start one and to confirm what it was sent,
/// compressed as a browser has it. Nothing is drawn: scripts that the page runs are answered with nothing, and no event ever comes from it.
/// </summary>
internal sealed class Circuit : IAsyncDisposable
{
    // JSCallResultType: what the hub expects of a script.
    private const int NoReference = 0;
    private const int Reference = 1;
    private const int Nothing = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Uri _page;
    private readonly HubConnection _connection;
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<Seen> _seen = [new(0, 0)];
    private long _batches;
    private string? _error;

    private Circuit(Uri page, CookieContainer cookies)
    {
        (_page, _connection) = (page, Connect(new Uri(page, "/_blazor"), cookies));
        _connection.On<long, byte[]>("JS.RenderBatch", (batch, content) => GuardAsync(() => ShowAsync(batch, content)));
        _connection.On<long, string, string?, int, long, int>("JS.BeginInvokeJS", (call, _, _, result, _, _) => GuardAsync(() => AnswerAsync(call, result)));
        _connection.On<long>("JS.EndUpdateRootComponents", _ => { _live.TrySetResult(); });
        _connection.On<string>("JS.Error", Fail);
        _connection.Closed += error =>
        {
            Fail(error?.Message ?? "the hub closed the connection");
            return Task.CompletedTask;
        };
    }

    /// <summary>Loads a page and makes it live.</summary>
    /// <param name="browser">Signed in.</param>
    /// <param name="cookies">The browser's cookies.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BenchException">It does not become live.</exception>
    public static async Task<Circuit> OpenAsync(HttpClient browser, CookieContainer cookies, Uri page, CancellationToken cancellationToken)
    {
        var circuit = new Circuit(page, cookies);
        try
        {
            await circuit.StartAsync(PageMarkers.Read(await browser.GetStringAsync(page, cancellationToken)), cancellationToken);
            return circuit;
        }
        catch (Exception error)
        {
            await circuit.DisposeAsync();
            if (error is OperationCanceledException or BenchException)
                throw;
            throw new BenchException($"{page} does not become live: {error.Message}");
        }
    }

    /// <summary>What the hub sent so far.</summary>
    /// <returns>The transfers that came to the top of the page's ledger, and the number of updates.</returns>
    /// <exception cref="BenchException">The hub gave the circuit up, or it could not be followed.</exception>
    public (IReadOnlyList<Seen> Seen, long Batches) Look()
    {
        lock (_lock)
            return _error is null ? ([.. _seen], _batches) : throw Broken(_error);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static HubConnection Connect(Uri hub, CookieContainer cookies)
    {
        var builder = new HubConnectionBuilder().WithUrl(hub, HttpTransportType.WebSockets, options =>
        {
            options.Cookies = cookies;
            // What an operator sees is no secret from himself: the hub compresses for browsers, too.
            options.WebSocketConfiguration = socket => socket.DangerousDeflateOptions = new WebSocketDeflateOptions();
        });
        builder.Services.AddSingleton<IHubProtocol>(new BlazorPack());
        return builder.Build();
    }

    private async Task StartAsync(PageMarkers page, CancellationToken cancellationToken)
    {
        await _connection.StartAsync(cancellationToken);
        var circuit = await _connection.InvokeAsync<string?>("StartCircuit", new Uri(_page, "/").ToString(), _page.ToString(), "[]", page.State, cancellationToken);
        if (circuit is null)
            throw Broken("the hub starts no circuit");
        await _connection.SendAsync("UpdateRootComponents", page.Operations, page.State, cancellationToken);
        await _live.Task.WaitAsync(Patience, cancellationToken);
    }

    private Task ShowAsync(long batch, byte[] content)
    {
        var newest = RenderBatch.NewestTransfer(content);
        lock (_lock)
        {
            _batches++;
            if (newest > _seen[^1].Id)
                _seen.Add(new Seen(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), newest));
        }
        return _connection.SendAsync("OnRenderCompleted", batch, (string?)null);
    }

    private Task AnswerAsync(long call, int result)
    {
        var value = result switch
        {
            Reference => $$"""{"__jsObjectId":{{call}}}""",
            NoReference or Nothing => "null",
            _ => throw new BenchException($"a script is to give a result of the unknown kind {result}"),
        };
        return call == 0 ? Task.CompletedTask : _connection.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{value}]");
    }

    // SignalR logs what a handler throws, and goes on.
    private async Task GuardAsync(Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (Exception error)
        {
            Fail(error.Message);
        }
    }

    private void Fail(string error)
    {
        lock (_lock)
            _error ??= error;
        _live.TrySetException(Broken(error));
    }

    private BenchException Broken(string error) => new($"The circuit of {_page} is broken: {error}");
}
