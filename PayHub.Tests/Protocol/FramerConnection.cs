using PayHub.Protocol.Framing;

namespace PayHub.Tests.Protocol;

/// <summary>A message that the framer gave, as text.</summary>
internal sealed record Heard(string Text, FrameEnd End);

/// <summary>
/// Plays a connection's read loop: keeps what the framer has not consumed, each read a segment of its own, as a pipe would.
/// </summary>
internal sealed class FramerConnection
{
    private readonly MessageFramer _framer = new();
    private readonly List<string> _unconsumed = [];
    private readonly List<string> _taken = [];

    public List<Heard> Heard { get; } = [];

    public bool IsTooLong { get; private set; }

    public string Unconsumed => string.Concat(_unconsumed);

    /// <summary>Everything that left the buffer but terminators, in order: what was heard, and stale tails.</summary>
    public string Taken => string.Concat(_taken);

    public IEnumerable<string> Texts => Heard.Select(heard => heard.Text);

    /// <summary>One read; more than one part: the read comes in several segments.</summary>
    public FramerConnection Read(params IEnumerable<string> parts)
    {
        if (IsTooLong)
            return this;
        _unconsumed.AddRange(parts);
        var buffer = Bytes.Segmented(_unconsumed);
        _framer.BeginRead(buffer);
        FrameStatus status;
        while ((status = _framer.TryRead(ref buffer, out var frame)) == FrameStatus.Message)
            Take(frame);
        IsTooLong = status == FrameStatus.TooLong;
        Keep(Bytes.Text(buffer));
        return this;
    }

    /// <summary>Nothing more came for the gap.</summary>
    public FramerConnection Gap()
    {
        if (IsTooLong || _unconsumed.Count == 0)
            return this;
        var buffer = Bytes.Segmented(_unconsumed);
        if (_framer.TryReadAfterGap(ref buffer, out var frame))
            Take(frame);
        else
            _taken.Add(Unconsumed);
        Keep(Bytes.Text(buffer));
        return this;
    }

    private void Take(Frame frame)
    {
        Heard.Add(new Heard(Bytes.Text(frame.Bytes), frame.End));
        _taken.Add(Heard[^1].Text);
    }

    private void Keep(string rest)
    {
        _unconsumed.Clear();
        if (rest.Length > 0)
            _unconsumed.Add(rest);
    }
}
