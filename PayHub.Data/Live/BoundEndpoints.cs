using System.Net;

namespace PayHub.Data.Live;

/// <summary>Where the hub really listens, which the settings alone do not tell: port 0 there means any free one.</summary>
public sealed class BoundEndpoints
{
    private volatile IPEndPoint? _plainTcp;

    /// <summary>The plain TCP endpoint, set once it listens; null before that, and where it is off.</summary>
    public IPEndPoint? PlainTcp
    {
        get => _plainTcp;
        set => _plainTcp = value;
    }
}
