using System.ComponentModel;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PayHub.Client.Session;
using PayHub.Protocol.Keys;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Client.Hub;

/// <summary>Opens connections to a hub's TLS endpoint.</summary>
internal sealed class HubDialer(HubAddress address, WalletLimits limits, TimeProvider clock)
{
    /// <summary>Which key the hub shows now. Sends nothing but the handshake, and shows no identity.</summary>
    /// <returns>The key's fingerprint.</returns>
    /// <exception cref="HubLostException">Nobody answers there, or not with TLS 1.3.</exception>
    /// <exception cref="HubUntrustedException">It shows no key that a hub can have.</exception>
    public async Task<string> ProbeAsync(CancellationToken cancel)
    {
        PublicKey? shown = null;
        await using var stream = await HandshakeAsync(null, key => (shown = key) is not null, () => NotAHub(null), cancel);
        return shown!.Fingerprint;
    }

    /// <summary>Connects, and greets the hub in the extended dialect.</summary>
    /// <param name="own">The wallet's identity; null to show none.</param>
    /// <param name="fingerprint">The only one that the hub may show.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="HubLostException">Nobody answers there, or not by the protocol.</exception>
    /// <exception cref="HubUntrustedException">The hub shows another key. Nothing was sent.</exception>
    public async Task<SecureHubConnection> ConnectAsync(X509Certificate2? own, string fingerprint, CancellationToken cancel)
    {
        string? shown = null;
        var stream = await HandshakeAsync(own, IsExpected, () => shown is null ? NotAHub(fingerprint) : Changed(fingerprint, shown), cancel);
        return await SecureHubConnection.OpenAsync(stream, fingerprint, limits, clock, cancel);

        bool IsExpected(PublicKey? key) => (shown = key?.Fingerprint) is not null && HubTls.IsSame(shown, fingerprint);
    }

    private HubUntrustedException NotAHub(string? expected) =>
        new($"What answers at {address} shows no P-256 key in a certificate of at most {ShownCertificate.MaxBytes} bytes: it is not a PayHub hub.", expected, null);

    private HubUntrustedException Changed(string expected, string shown) => new(
        $"WARNING: the hub at {address} shows another key than the one that you trust.\n"
        + $"  trusted: {expected}\n  shown:   {shown}\n"
        + "Somebody may be between you and the hub, or the hub has a new key. Nothing was sent. Ask the hub's operator, over another way, "
        + "for its fingerprint; only if it is the one shown: payhub hub trust --fingerprint " + shown, expected, shown);

    private async Task<Stream> HandshakeAsync(
        X509Certificate2? own, Func<PublicKey?, bool> accept, Func<HubUntrustedException> refusal, CancellationToken cancel)
    {
        var isRefused = false;
        var stream = new SslStream(await HubSocket.ConnectAsync(address, limits.ConnectTimeout, cancel));
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timeout.CancelAfter(limits.AnswerTimeout);
            await stream.AuthenticateAsClientAsync(HubTls.Options(address.Host, own, key => !(isRefused = !accept(key))), timeout.Token);
            return stream;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or Win32Exception or OperationCanceledException or PlatformNotSupportedException)
        {
            await stream.DisposeAsync();
            cancel.ThrowIfCancellationRequested();
            throw isRefused ? refusal() : new HubLostException($"No TLS 1.3 with {address}: {Why(e)}");
        }
    }

    private string Why(Exception e) => e switch
    {
        OperationCanceledException => $"no answer within {limits.AnswerTimeout.TotalSeconds} s. Is it the hub's TLS port (default {HubAddress.DefaultTlsPort})?",
        PlatformNotSupportedException => "this platform has no TLS 1.3 for .NET programs.",
        IOException => "the connection was closed in the handshake. Is it the hub's TLS port, and has the hub room for one more?",
        _ => $"{(e.InnerException ?? e).Message} Is it the hub's TLS port (default {HubAddress.DefaultTlsPort})?",
    };
}
