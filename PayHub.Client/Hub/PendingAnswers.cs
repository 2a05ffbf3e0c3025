using System.Text;
using PayHub.Client.Output;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Hub;

/// <summary>The answers still owed by the hub, in order, and the lines of the one that is coming in.</summary>
internal sealed class PendingAnswers(Action<HubPush> onPush)
{
    private readonly Lock _lock = new();
    private readonly Queue<PendingAnswer> _waiting = new();
    private AccountListReader? _list;
    private HubLostException? _lost;

    /// <summary>What the hub said without being asked; empty if nothing.</summary>
    public string UnaskedLine { get; private set; } = "";

    /// <summary>Expects one more answer. A relayed payment is optional: the hub is silent when it executes one.</summary>
    /// <exception cref="HubLostException">The connection is gone.</exception>
    public Task<HubAnswer> Expect(bool isRelay = false)
    {
        lock (_lock)
        {
            if (_lost is not null)
                throw _lost;
            var answer = new PendingAnswer(isRelay);
            _waiting.Enqueue(answer);
            return answer.Source.Task;
        }
    }

    /// <summary>Takes the next line from the hub, without its CR LF.</summary>
    /// <exception cref="InvalidDataException">The line can't stand there.</exception>
    public void Take(ReadOnlySpan<byte> line)
    {
        if (_list is not null || AccountListReader.IsFirstLine(line))
            TakeListLine(line);
        else if (line.SequenceEqual("Transfer OK!"u8))
            onPush(HubPush.TransferOk);
        else if (line.SequenceEqual("Transfer Fail!"u8) && !IsRelayNext())
            onPush(HubPush.TransferFail);
        else
            TakeSingleLine(PrintableText.Clean(Encoding.UTF8.GetString(line)));
    }

    /// <summary>Fails everything that is owed, now and later.</summary>
    public void Fail(HubLostException lost)
    {
        lock (_lock)
        {
            _lost ??= lost;
            while (_waiting.TryDequeue(out var answer))
                answer.Source.TrySetException(_lost);
        }
    }

    private void TakeListLine(ReadOnlySpan<byte> line)
    {
        _list ??= new AccountListReader();
        var status = _list.Add(line);
        if (status == AccountListStatus.Malformed)
            throw new InvalidDataException("What the hub sent is not a list by the protocol.");
        if (status != AccountListStatus.Complete)
            return;
        if (IsRelayNext())
            Complete(HubAnswer.Silence);
        Complete(new HubAnswer("", _list.ToList()));
        _list = null;
    }

    private void TakeSingleLine(string line)
    {
        if (!Complete(new HubAnswer(line, null)))
            UnaskedLine = line;
    }

    private bool IsRelayNext()
    {
        lock (_lock)
            return _waiting.TryPeek(out var next) && next.IsRelay;
    }

    private bool Complete(HubAnswer answer)
    {
        lock (_lock)
            return _waiting.TryDequeue(out var next) && next.Source.TrySetResult(answer);
    }

    private sealed record PendingAnswer(bool IsRelay)
    {
        public TaskCompletionSource<HubAnswer> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
