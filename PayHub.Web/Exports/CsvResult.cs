using System.Data.Common;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace PayHub.Web.Exports;

/// <summary>Sends rows as a CSV file while they are read, in constant memory. A file that arrives whole is whole.</summary>
/// <typeparam name="T">A row.</typeparam>
/// <param name="Name">What the rows are, for the file's name.</param>
/// <param name="Header">The columns' names.</param>
/// <param name="Read">Reads the rows.</param>
/// <param name="Write">Writes one row's cells.</param>
internal sealed record CsvResult<T>(
    string Name, string[] Header, Func<CancellationToken, IAsyncEnumerable<T>> Read, Action<CsvWriter, T> Write) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var response = httpContext.Response;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers[HeaderNames.CacheControl] = "no-store";
        response.Headers[HeaderNames.ContentDisposition] =
            string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"payhub-{Name}-{now:yyyyMMdd'T'HHmmss'Z'}.csv\"");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            await SendAsync(response.BodyWriter, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            httpContext.Abort();
        }
        catch (DbException error) when (response.HasStarted)
        {
            // Half a file must not look like all of it: the connection breaks instead of ending in order.
            ExportLog.BrokeOff(services.GetRequiredService<ILoggerFactory>().CreateLogger<CsvWriter>(), error, Name);
            httpContext.Abort();
        }
    }

    private async Task SendAsync(PipeWriter body, CancellationToken cancellationToken)
    {
        var csv = new CsvWriter(body);
        csv.Begin();
        foreach (var column in Header)
            csv.Plain(column);
        await csv.EndRowAsync(cancellationToken);
        await foreach (var row in Read(cancellationToken))
        {
            Write(csv, row);
            await csv.EndRowAsync(cancellationToken);
        }
        await body.FlushAsync(cancellationToken);
    }
}

internal static partial class ExportLog
{
    [LoggerMessage(4040, LogLevel.Error, "The export of {Name} broke off.")]
    public static partial void BrokeOff(ILogger logger, Exception error, string name);
}
