using System.Text.RegularExpressions;
using PayHub.Protocol.Framing;

namespace PayHub.Tests.Protocol;

/// <summary>The framing rules once more, with strings, as plainly as can be; for messages under the length limit.</summary>
internal sealed class NaiveFraming
{
    private string _waiting = "";
    private string _clientMemory = "";
    private int _written;
    private bool _behindNul;

    public List<Heard> Heard { get; } = [];

    public void Read(string bytes)
    {
        var isLoneVerb = _waiting == "" && bytes is "List" or "Exit";
        _waiting += bytes;
        if (isLoneVerb && !IsStale())
        {
            Hear(_waiting, FrameEnd.Terminated);
            _waiting = "";
            return;
        }
        while (Regex.Match(_waiting, @"^([^\n\r\0]*)([\n\r\0])(.*)$", RegexOptions.Singleline) is { Success: true } match)
        {
            if (match.Groups[1].Value != "")
                Hear(match.Groups[1].Value, FrameEnd.Terminated);
            ClientWrites(_written, "\0");
            _behindNul = match.Groups[2].Value == "\0";
            _waiting = match.Groups[3].Value;
        }
    }

    public void Gap()
    {
        if (_waiting == "")
            return;
        if (!IsStale())
            Hear(_waiting, _behindNul ? FrameEnd.GapBehindNul : FrameEnd.Gap);
        _waiting = "";
        _behindNul = false;
    }

    private void Hear(string message, FrameEnd end)
    {
        Heard.Add(new Heard(message, end));
        ClientWrites(0, message);
        _behindNul = false;
    }

    private bool IsStale() => _behindNul && _clientMemory[_written..].StartsWith(_waiting, StringComparison.Ordinal);

    private void ClientWrites(int at, string text)
    {
        _written = at + text.Length;
        _clientMemory = _clientMemory[..at] + text + (_written < _clientMemory.Length ? _clientMemory[_written..] : "");
    }
}
