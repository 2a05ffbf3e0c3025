using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using PayHub.Protocol.Keys;
using PayHub.Tcp.Keys;

namespace PayHub.Tcp.Tls;

/// <summary>How a TLS connection begins (docs/protocol.md, "Identities"): the hub shows its certificate, the client one, or none.</summary>
/// <param name="identity">The hub's own key.</param>
internal sealed class TlsHandshake(HubIdentity identity)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // Offline: neither missing links of an operator's own chain nor a stapled word on its revocation are fetched.
    private readonly Lazy<SslStreamCertificateContext> _certificate = new(
        () => SslStreamCertificateContext.Create(identity.Certificate, identity.Intermediates, offline: true));

    /// <summary>The options for Kestrel.</summary>
    public TlsHandshakeCallbackOptions Options() => new()
    {
        HandshakeTimeout = Timeout,
        OnConnection = context => ValueTask.FromResult(OptionsFor(context.Connection)),
    };

    private SslServerAuthenticationOptions OptionsFor(BaseConnectionContext connection) => new()
    {
        ServerCertificateContext = _certificate.Value,
        EnabledSslProtocols = SslProtocols.Tls13,
        // A resumed session can restore another client's identity.
        AllowTlsResume = false,
        AllowRenegotiation = false,
        // Asks for one; the callback decides on what comes.
        ClientCertificateRequired = true,
        // One for each connection: the platform adds to it what the client sent.
        CertificateChainPolicy = ShownCertificate.NoChain(),
        RemoteCertificateValidationCallback = (_, certificate, chain, _) => Accept(connection, certificate as X509Certificate2, chain),
    };

    private static bool Accept(BaseConnectionContext connection, X509Certificate2? certificate, X509Chain? chain)
    {
        if (certificate is null)
            return true;
        if (!ShownCertificate.StandsAlone(certificate, chain) || ShownCertificate.ReadKey(certificate) is not { } key)
            return false;
        connection.Features.Set(key);
        return true;
    }
}
