using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace PayHub.Web.Webhooks;

/// <summary>Makes and keeps the secrets that deliveries are signed with. They must be read again to sign, so they are sealed, not hashed.</summary>
/// <param name="protection">The hub's key ring, in its data directory.</param>
public sealed class WebhookSecret(IDataProtectionProvider protection)
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("PayHub.Webhooks.Secret");

    /// <summary>Makes a secret.</summary>
    /// <returns>As the receiver gets it, once; and as it is stored.</returns>
    public (string Shown, byte[] Stored) Create()
    {
        var key = RandomNumberGenerator.GetBytes(Bytes);
        return (Prefix + Convert.ToBase64String(key), _protector.Protect(key));
    }

    /// <summary>Signs a delivery as Standard Webhooks 1.0 does: HMAC-SHA256 over id, time and body.</summary>
    /// <param name="stored">The secret, as stored.</param>
    /// <param name="id">The delivery's event.</param>
    /// <param name="time">When it is sent, Unix seconds.</param>
    /// <param name="body">What is sent.</param>
    /// <returns>The value of <c>webhook-signature</c>.</returns>
    /// <exception cref="CryptographicException">The secret was stored with another hub's key ring.</exception>
    public string Sign(byte[] stored, string id, long time, string body)
    {
        var key = _protector.Unprotect(stored);
        var content = string.Create(CultureInfo.InvariantCulture, $"{id}.{time}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content)));
    }
}
