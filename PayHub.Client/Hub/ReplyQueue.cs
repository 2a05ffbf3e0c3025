using System.Globalization;
using System.Text;
using PayHub.Client.Output;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Hub;

/// <summary>The answers still owed by the hub in the extended dialect, in order, and the lines of the one that is coming in.</summary>
/// <param name="onPush">Takes what the hub says unasked: a line that begins with <c>* </c>.</param>
internal sealed class ReplyQueue(Action<string> onPush)
{
    // A hub must not fill a wallet's memory.
    private const int MaxRows = 100_000;

    private readonly Lock _lock = new();
    private readonly Queue<(ReplyShape Shape, TaskCompletionSource<HubReply> Source)> _waiting = new();
    private AccountListReader? _list;
    private HubReply? _head;
    private List<string> _rows = [];
    private int _rowsToCome;
    private HubLostException? _lost;

    /// <summary>What the hub said without being asked, not a push; empty if nothing.</summary>
    public string UnaskedLine { get; private set; } = "";

    /// <summary>Expects one more answer.</summary>
    /// <exception cref="HubLostException">The connection is gone.</exception>
    public Task<HubReply> Expect(ReplyShape shape)
    {
        lock (_lock)
        {
            if (_lost is not null)
                throw _lost;
            var source = new TaskCompletionSource<HubReply>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((shape, source));
            return source.Task;
        }
    }

    /// <summary>Takes the next line from the hub, without its CR LF. Called by one thread.</summary>
    /// <exception cref="InvalidDataException">The line can't stand there.</exception>
    public void Take(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("* "u8))
            onPush(TextOf(line));
        else if (_list is not null || (_head is null && NextShape() == ReplyShape.AccountList && AccountListReader.IsFirstLine(line)))
            TakeListLine(line);
        else if (_head is not null)
            TakeRow(TextOf(line));
        else
            TakeHead(HubReply.Parse(TextOf(line)));
    }

    /// <summary>Fails everything that is owed, now and later.</summary>
    public void Fail(HubLostException lost)
    {
        lock (_lock)
        {
            _lost ??= lost;
            while (_waiting.TryDequeue(out var next))
                next.Source.TrySetException(_lost);
        }
    }

    // The wire is printable ASCII; free text hides in base64url, and is cleaned where it is decoded.
    private static string TextOf(ReadOnlySpan<byte> line) => !line.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)
        ? Encoding.ASCII.GetString(line)
        : PrintableText.Clean(Encoding.UTF8.GetString(line), line.Length);

    private void TakeListLine(ReadOnlySpan<byte> line)
    {
        _list ??= new AccountListReader();
        var status = _list.Add(line);
        if (status == AccountListStatus.Malformed)
            throw new InvalidDataException("What the hub sent is not a list by the protocol.");
        if (status != AccountListStatus.Complete)
            return;
        Complete(new HubReply(HubReply.Ok, "", []) { List = _list.ToList() });
        _list = null;
    }

    private void TakeHead(HubReply head)
    {
        if (!head.IsOk || NextShape() != ReplyShape.Rows)
        {
            Complete(head);
            return;
        }
        if (head.Fields is not [var text, ..] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _rowsToCome) || _rowsToCome > MaxRows)
            throw new InvalidDataException("What the hub sent is not a list by the protocol.");
        (_head, _rows) = (head, []);
        CompleteRows();
    }

    private void TakeRow(string row)
    {
        _rows.Add(row);
        _rowsToCome--;
        CompleteRows();
    }

    private void CompleteRows()
    {
        if (_rowsToCome > 0)
            return;
        Complete(_head! with { Rows = _rows });
        _head = null;
    }

    private ReplyShape? NextShape()
    {
        lock (_lock)
            return _waiting.TryPeek(out var next) ? next.Shape : null;
    }

    private void Complete(HubReply reply)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out var next))
                next.Source.TrySetResult(reply);
            else
                UnaskedLine = reply.Verdict;
        }
    }
}
