using System.Net;

namespace PayHub.Data.Live;

/// <summary>Where the hub really listens, and as whom, which the settings alone do not tell: port 0 there means any free one.</summary>
public sealed class BoundEndpoints
{
    private volatile IPEndPoint? _plainTcp;
    private volatile IPEndPoint? _tls;
    private volatile string? _fingerprint;

    /// <summary>The plain TCP endpoint, set once it listens; null before that, and where it is off.</summary>
    public IPEndPoint? PlainTcp
    {
        get => _plainTcp;
        set => _plainTcp = value;
    }

    /// <summary>The TLS endpoint, set once it listens; null before that, and where it is off.</summary>
    public IPEndPoint? Tls
    {
        get => _tls;
        set => _tls = value;
    }

    /// <summary>The fingerprint of the hub's identity key, by which wallets know it; null before the hub listens.</summary>
    public string? Fingerprint
    {
        get => _fingerprint;
        set => _fingerprint = value;
    }
}
