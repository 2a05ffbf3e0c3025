using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PayHub.Tests.Support;
using PayHub.Web.Exports;

namespace PayHub.Tests.Web;

/// <summary>Exports that do not come to their end, over real HTTP.</summary>
public sealed class BrokenExportTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_that_fails_in_the_middle_breaks_the_connection()
    {
        await using var site = await Site.StartAsync(100_000, new SqliteException("disk I/O error", 10));
        await Assert.ThrowsAnyAsync<Exception>(() => site.ReadToEndAsync());
        Assert.Single(site.Errors.Unexpected);
    }

    [Fact]
    public async Task A_read_that_fails_at_once_is_an_error_and_no_file()
    {
        await using var site = await Site.StartAsync(0, new SqliteException("disk I/O error", 10));
        using var response = await site.GetAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task Whoever_goes_away_ends_the_read()
    {
        await using var site = await Site.StartAsync(int.MaxValue, null);
        using (var response = await site.GetAsync())
        await using (var body = await response.Content.ReadAsStreamAsync(Stop))
            await body.ReadExactlyAsync(new byte[100_000], Stop);
        await site.Ended.WaitAsync(TestEnvironment.Bound, Stop);
        site.Errors.AssertNoneUnexpected();
    }

    [Fact]
    public async Task A_host_that_stops_does_not_end_a_file_in_order()
    {
        await using var site = await Site.StartAsync(int.MaxValue, null);
        var reading = site.ReadToEndAsync();
        await site.Begun.WaitAsync(TestEnvironment.Bound, Stop);
        await site.StopAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => reading.WaitAsync(TestEnvironment.Bound, Stop));
    }

    /// <summary>A site with one export, of so many rows and then perhaps an error.</summary>
    private sealed class Site : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly HttpClient _http = new();
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private Site(int rows, Exception? error)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders().AddProvider(Errors);
            builder.Services.AddSingleton(TimeProvider.System);
            _app = builder.Build();
            _app.MapGet("/", () => new CsvResult<int>("test", ["i"], stop => RowsAsync(rows, error, stop), (csv, i) => csv.Number(i)));
        }

        public ErrorLog Errors { get; } = new();

        public Task Begun => _begun.Task;

        public Task Ended => _ended.Task;

        public static async Task<Site> StartAsync(int rows, Exception? error)
        {
            var site = new Site(rows, error);
            await site._app.StartAsync(Stop);
            site._http.BaseAddress = new Uri(site._app.Urls.Single());
            return site;
        }

        public Task<HttpResponseMessage> GetAsync() => _http.GetAsync(new Uri("/", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Stop);

        public async Task ReadToEndAsync()
        {
            using var response = await GetAsync();
            await response.Content.CopyToAsync(Stream.Null, Stop);
        }

        public Task StopAsync() => _app.StopAsync(Stop);

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await _app.DisposeAsync();
        }

        private async IAsyncEnumerable<int> RowsAsync(int rows, Exception? error, [EnumeratorCancellation] CancellationToken stop)
        {
            try
            {
                for (var i = 0; i < rows; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    yield return i;
                    _begun.TrySetResult();
                }
                if (error is not null)
                    throw error;
            }
            finally
            {
                _ended.TrySetResult();
                await Task.CompletedTask;
            }
        }
    }
}
