using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace PayHub.Client.Hub;

/// <summary>Where a hub's TCP endpoint is.</summary>
/// <param name="Host">A host name or an IP address, an IPv6 address without brackets.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record HubAddress(string Host, int Port)
{
    /// <summary>The plain endpoint's port on a hub with default settings.</summary>
    public const int DefaultPlainPort = 8888;

    /// <summary>The TLS endpoint's port on a hub with default settings.</summary>
    public const int DefaultTlsPort = 8889;

    /// <summary>Reads <c>HOST:PORT</c>, <c>HOST</c> or <c>[IPV6]:PORT</c>.</summary>
    /// <returns>False where the text is none of these.</returns>
    public static bool TryParse(string text, int defaultPort, [NotNullWhen(true)] out HubAddress? address)
    {
        address = null;
        if (IPAddress.TryParse(text.AsSpan().Trim("[]"), out var ip) && text.Contains(':'))
        {
            address = new HubAddress(ip.ToString(), defaultPort);
            return true;
        }
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        var port = defaultPort;
        if (colon >= 0 && (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            return false;
        host = host is ['[', .., ']'] ? host[1..^1] : host;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            return false;
        address = new HubAddress(host, port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
