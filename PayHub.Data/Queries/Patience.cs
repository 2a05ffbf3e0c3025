namespace PayHub.Data.Queries;

/// <summary>
/// How long a search that no index serves goes on before it says how far it got. It is bounded by time, not by rows, so that a
/// slow machine answers as soon as a fast one; rows are taken in pieces that grow while they are quick.
/// </summary>
/// <param name="clock">Measures.</param>
internal sealed class Patience(TimeProvider clock)
{
    private const int MostAtOnce = 128_000;
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(90);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);

    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _used;

    /// <summary>How many rows to look at next.</summary>
    public int Piece { get; private set; } = 1_000;

    /// <summary>How many rows were looked at.</summary>
    public long LookedAt { get; private set; }

    /// <summary>Notes that a piece was looked at.</summary>
    /// <returns>Whether there is time for another.</returns>
    public bool Next()
    {
        LookedAt += Piece;
        var used = clock.GetElapsedTime(_started);
        var took = used - _used;
        _used = used;
        if (took < Quick)
            Piece = Math.Min(Piece * 2, MostAtOnce);
        else if (took > Slow)
            Piece = Math.Max(Piece / 2, 100);
        return used < Budget;
    }
}
