using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PayHub.Protocol.Keys;

namespace PayHub.Bench.Payments;

/// <summary>An account that is logged in: keyless in clear, or keyed over TLS in the extended dialect.</summary>
internal sealed class BenchAccount : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private BenchAccount(string name, Stream stream, Identity? identity) => (Name, Stream, Identity) = (name, stream, identity);

    public string Name { get; }

    public Stream Stream { get; }

    public Identity? Identity { get; }

    /// <summary>The hub's sealing key, SubjectPublicKeyInfo in DER.</summary>
    public byte[] HubKey { get; private set; } = [];

    /// <summary>Registers and logs in.</summary>
    public static async Task<BenchAccount> EnterAsync(HostUnderTest host, string name, bool isKeyed)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(isKeyed ? host.Tls : host.Tcp);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        var identity = isKeyed ? Identity.Create() : null;
        if (identity is not null)
            stream = await SecureAsync(stream, identity.CreateCertificate(name), host.Fingerprint);
        var account = new BenchAccount(name, stream, identity);
        await account.AskAsync($"REGISTER#{name}", text => text == "100 OK\r\n");
        if (isKeyed)
            await account.AskAsync("HELLO#PAYHUB/1", text => text.StartsWith("100 OK#", StringComparison.Ordinal) && text.EndsWith('\n'));
        var list = await account.AskAsync($"{name}#7001", IsWholeList);
        account.HubKey = Convert.FromBase64String(list.Split("\r\n")[1]);
        return account;
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    private static async Task<Stream> SecureAsync(Stream stream, X509Certificate2 certificate, string hubFingerprint)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "payhub",
            EnabledSslProtocols = SslProtocols.Tls13,
            ClientCertificates = [certificate],
            RemoteCertificateValidationCallback = (_, hub, _, _) =>
                hub is X509Certificate2 c && Fingerprint.Of(c.PublicKey.ExportSubjectPublicKeyInfo()) == hubFingerprint,
        });
        return tls;
    }

    private async Task<string> AskAsync(string message, Func<string, bool> isWhole)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await Stream.WriteAsync(Encoding.ASCII.GetBytes(message + "\n"), timeout.Token);
        var buffer = new byte[65536];
        var text = "";
        while (!isWhole(text))
        {
            var count = await Stream.ReadAsync(buffer, timeout.Token);
            if (count == 0)
                throw new InvalidOperationException($"The hub closed the connection after: {text}");
            text += Encoding.ASCII.GetString(buffer, 0, count);
        }
        return text;
    }

    // Balance, key, count, then as many lines as the count says; a closing line end makes one part more.
    private static bool IsWholeList(string text)
    {
        var lines = text.Split("\r\n");
        return lines.Length > 4 && lines.Length == 4 + int.Parse(lines[2], CultureInfo.InvariantCulture);
    }
}
