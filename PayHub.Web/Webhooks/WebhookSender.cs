using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using PayHub.Data.Model;
using PayHub.Data.Webhooks;

namespace PayHub.Web.Webhooks;

/// <summary>Sends one delivery: a POST that anything from 200 to 299 accepts. Redirects are not followed, and of an answer only its status is read.</summary>
/// <param name="http">Made by <see cref="CreateClient"/>.</param>
/// <param name="secrets">Signs.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class WebhookSender(HttpClient http, WebhookSecret secrets, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A client that goes straight to the address, and gives up after ten seconds.</summary>
    public static HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        return new HttpClient(handler) { Timeout = Patience, DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("PayHub", null) } } };
    }

    /// <summary>Sends it.</summary>
    public async Task<DeliveryTry> SendAsync(Webhook webhook, Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(webhook, delivery);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new DeliveryTry(delivery.Id, response.IsSuccessStatusCode, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryTry(delivery.Id, false, "no answer within 10 s");
        }
        catch (Exception error) when (error is HttpRequestException or CryptographicException)
        {
            return new DeliveryTry(delivery.Id, false, error is HttpRequestException { HttpRequestError: var kind } ? kind.ToString() : "the secret can't be read: make the webhook anew");
        }
    }

    private HttpRequestMessage Request(Webhook webhook, Delivery delivery)
    {
        var time = clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(delivery.Payload, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", delivery.EventKey);
        request.Headers.Add("webhook-timestamp", time.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", secrets.Sign(webhook.Secret, delivery.EventKey, time, delivery.Payload));
        return request;
    }
}
