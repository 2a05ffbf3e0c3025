using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PayHub.Bench.Hosts;
using PayHub.Protocol.Keys;

namespace PayHub.Bench.Payments;

/// <summary>An account that is logged in: keyless in clear, or keyed over TLS in the extended dialect.</summary>
internal sealed class BenchAccount : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private BenchAccount(string name, Stream stream, Identity? identity) => (Name, Stream, Identity) = (name, stream, identity);

    public string Name { get; }

    public Stream Stream { get; }

    public Identity? Identity { get; }

    /// <summary>What it had at login, in minor units.</summary>
    public long Balance { get; private set; }

    /// <summary>The hub's sealing key, SubjectPublicKeyInfo in DER.</summary>
    public byte[] HubKey { get; private set; } = [];

    /// <summary>Logs in, and registers before that where the account is new.</summary>
    /// <exception cref="BenchException">The hub refuses.</exception>
    public static async Task<BenchAccount> EnterAsync(HubAddress hub, string name, bool isKeyed, bool isNew = true)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var identity = isKeyed ? Identity.Create() : null;
        var account = new BenchAccount(name, await ConnectAsync(hub, name, identity, timeout.Token), identity);
        try
        {
            await account.LogInAsync(isKeyed, isNew, timeout.Token);
            return account;
        }
        catch
        {
            await account.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    private static async Task<Stream> ConnectAsync(HubAddress hub, string name, Identity? identity, CancellationToken cancellationToken)
    {
        var to = identity is null ? hub.Tcp : hub.Tls;
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return identity is null ? stream : await SecureAsync(stream, identity.CreateCertificate(name), hub, cancellationToken);
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is SocketException)
                throw new BenchException($"No hub answers at {to}: {error.Message}");
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(Stream stream, X509Certificate2 certificate, HubAddress hub, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        var shown = "";
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "payhub",
            EnabledSslProtocols = SslProtocols.Tls13,
            ClientCertificates = [certificate],
            RemoteCertificateValidationCallback = (_, other, _, _) =>
                other is X509Certificate2 c && (shown = Fingerprint.Of(c.PublicKey.ExportSubjectPublicKeyInfo())) == hub.Fingerprint,
        };
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return tls;
        }
        catch (AuthenticationException error)
        {
            throw new BenchException(shown.Length > 0 && shown != hub.Fingerprint
                ? $"The hub at {hub.Tls} has the fingerprint {shown}, not {hub.Fingerprint}."
                : $"The hub at {hub.Tls} can't be reached over TLS: {error.Message}");
        }
    }

    private async Task LogInAsync(bool isKeyed, bool isNew, CancellationToken cancellationToken)
    {
        if (isNew)
            await AskAsync($"REGISTER#{Name}", text => text == "100 OK\r\n", cancellationToken);
        if (isKeyed)
            await AskAsync("HELLO#PAYHUB/1", text => text.StartsWith("100 OK#", StringComparison.Ordinal), cancellationToken);
        var lines = (await AskAsync($"{Name}#7001", IsWholeList, cancellationToken)).Split("\r\n");
        Balance = long.Parse(lines[0], CultureInfo.InvariantCulture);
        HubKey = Convert.FromBase64String(lines[1]);
    }

    private async Task<string> AskAsync(string message, Func<string, bool> isWhole, CancellationToken cancellationToken)
    {
        await Stream.WriteAsync(Encoding.ASCII.GetBytes(message + "\n"), cancellationToken);
        var buffer = new byte[4096];
        var text = new StringBuilder();
        do
        {
            var count = await Stream.ReadAsync(buffer, cancellationToken);
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
            if (count == 0 || IsRefusal(text))
                throw Refused(message.Split('#')[0], count == 0 ? "a closed connection" : text.ToString().Trim());
        }
        while (text[^1] != '\n' || !isWhole(text.ToString()));
        return text.ToString();
    }

    private BenchException Refused(string request, string answer) => new(
        $"The hub answers {request} of {Name} with: {answer}." + (answer.StartsWith("210", StringComparison.Ordinal) && request == "REGISTER"
            ? " Does it allow so many registrations (PayHub:Tcp:RegistrationsPerMinutePerAddress=0)?"
            : ""));

    // 210 to 500; the first line of a list is a balance, which has a line end behind it.
    private static bool IsRefusal(StringBuilder text) => text.Length > 5 && text[3] == ' ' && text[0] is >= '2' and <= '5';

    // Balance, key, count, then as many lines as the count says; a closing line end makes one part more.
    private static bool IsWholeList(string text)
    {
        var lines = text.Split("\r\n");
        return lines.Length > 4 && lines.Length == 4 + int.Parse(lines[2], CultureInfo.InvariantCulture);
    }
}
