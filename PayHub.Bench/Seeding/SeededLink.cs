using PayHub.Data.Live;

namespace PayHub.Bench.Seeding;

/// <summary>The connection of a session that is only written down.</summary>
internal sealed class SeededLink(string ip, bool isTls) : IClientLink
{
    public string Ip => ip;

    public bool IsTls => isTls;

    public long Requests { get; private set; }

    public long Bytes { get; private set; }

    public DateTimeOffset LastMessageAt { get; private set; }

    public void Used(long requests, long bytes, DateTimeOffset last) => (Requests, Bytes, LastMessageAt) = (requests, bytes, last);

    public void Disconnect(SessionEnd reason)
    {
    }
}
