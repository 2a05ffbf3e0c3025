using System.Net;
using System.Threading.Channels;
using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Peers;
using PayHub.Client.Session;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Requests;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>Bob's listener on a real port, with a directory and an owner that a test sets up.</summary>
internal sealed class PeerRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<PaymentRequest> _classic = Channel.CreateUnbounded<PaymentRequest>();
    private readonly PeerListener _listener;
    private readonly PeerLinkServer _links;
    private readonly Task _running;

    public PeerRig(WalletLimits? limits = null)
    {
        limits ??= new WalletLimits();
        _listener = new PeerListener(0, limits);
        _links = new PeerLinkServer(new WalletIdentity("bob", Bob), Directory, Owner, limits.Links, Clock);
        _running = _listener.RunAsync("bob", (payment, _) => _classic.Writer.TryWrite(payment), _links, _stop.Token);
        Directory.Register("alice", Alice.Public);
        Directory.Register("bob", Bob.Public);
    }

    public static string HubFingerprint { get; } = Identity.Create().Public.Fingerprint;

    public Identity Bob { get; } = Identity.Create();

    public Identity Alice { get; } = Identity.Create();

    public PeerDirectory Directory { get; } = new();

    public PeerOwner Owner { get; } = new();

    public SkippingClock Clock { get; } = new();

    public IPEndPoint Endpoint => new(IPAddress.Loopback, _listener.Port);

    public PeerTarget Target => new("bob", IPAddress.Loopback, _listener.Port, Bob.Public);

    /// <summary>The next payment of a classic payer.</summary>
    public async Task<PaymentRequest> NextClassicAsync() => await _classic.Reader.ReadAsync().AsTask().WaitAsync(TestEnvironment.Bound);

    /// <summary>A link of somebody, handshake done.</summary>
    public Task<RawPeer> ConnectAsync(Identity? who = null) => RawPeer.ConnectAsync(Endpoint, (who ?? Alice).CreateCertificate("anything"));

    /// <summary>A link of Alice, a friend, greeted.</summary>
    public async Task<RawPeer> GreetAsFriendAsync()
    {
        Directory.Befriend("alice", Alice.Public);
        var peer = await ConnectAsync();
        Assert.Equal("100 OK#bob", await peer.AskAsync("HELLO#PAYHUB-PEER/1#alice"));
        return peer;
    }

    /// <summary>A payment of Alice to Bob, sealed to Bob, unless a test wants it otherwise.</summary>
    public string Seal(string payer = "alice", string payee = "bob", Identity? signer = null, string? hub = null, PublicKey? to = null, string? memo = "rent") =>
        Sealer.SealToWallet(
            Bytes(PaymentSigner.Sign(signer ?? Alice, payer, 10, payee, PaymentId.New(), DateTimeOffset.UtcNow.AddMinutes(10), hub ?? HubFingerprint, memo)),
            to ?? Bob.Public);

    public static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TestEnvironment.Bound);
        _listener.Dispose();
        _stop.Dispose();
    }
}

/// <summary>Pins, friends and the hub's word, as a test sets them.</summary>
internal sealed class PeerDirectory : IPeerDirectory
{
    private readonly Dictionary<string, PublicKey> _pins = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HubWord> _accounts = new(StringComparer.OrdinalIgnoreCase);
    private int _questions;

    public int Questions => Volatile.Read(ref _questions);

    public bool IsHubGone { get; set; }

    public void Register(string name, PublicKey? key) => _accounts[name] = new HubWord(name, key);

    public void Befriend(string name, PublicKey key) => _pins[name] = key;

    public void Unfriend(string name) => _pins.Remove(name);

    public PublicKey? PinnedKey(string name) => _pins.GetValueOrDefault(name);

    public bool IsFriend(string name) => _pins.ContainsKey(name);

    public string? Blocked { get; set; }

    public bool IsBlocked(string name) => name.Equals(Blocked, StringComparison.OrdinalIgnoreCase);

    public Task<HubWord?> LookUpAsync(string name, CancellationToken cancel)
    {
        Interlocked.Increment(ref _questions);
        return IsHubGone ? throw new HubLostException("gone") : Task.FromResult(_accounts.GetValueOrDefault(name));
    }
}

/// <summary>An owner who writes down what they see, and decides when a test says so.</summary>
internal sealed class PeerOwner : IPeerOwner
{
    private readonly Channel<string> _seen = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<string> _decision = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Account => "bob";

    public string HubFingerprint => PeerRig.HubFingerprint;

    public bool IsOpenToStrangers { get; set; }

    public int RoomForRequests { get; set; } = 3;

    public int SeenCount => _seen.Reader.Count;

    public void Decide(string answer) => _decision.TrySetResult(answer);

    public async Task<string> NextAsync() => await _seen.Reader.ReadAsync().AsTask().WaitAsync(TestEnvironment.Bound);

    public Task<string> DecideAsync(SignedPayment payment, IPAddress from, CancellationToken cancel)
    {
        _seen.Writer.TryWrite($"{payment.Payer} pays {payment.Amount}: {payment.Memo}, from {from}");
        return _decision.Task.WaitAsync(cancel);
    }

    public void ShowMessage(string from, string text) => _seen.Writer.TryWrite($"{from}: {text}");

    public bool TryAddRequest(string from, long amount, string memo) =>
        RoomForRequests-- > 0 && _seen.Writer.TryWrite($"{from} asks for {amount}: {memo}");

    public void WarnOfKey(string name, PublicKey pinned, PublicKey? other) =>
        _seen.Writer.TryWrite($"warning: {name} {pinned} {other?.ToString() ?? "none"}");
}
