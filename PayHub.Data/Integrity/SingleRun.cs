namespace PayHub.Data.Integrity;

/// <summary>Long work of which one runs at a time, whoever asked for it, and which ends with the host.</summary>
internal sealed class SingleRun
{
    private readonly Lock _lock = new();
    private Action _cancel = () => { };
    private Task _work = Task.CompletedTask;
    private bool _closed;

    /// <summary>Starts work in the background.</summary>
    /// <param name="work">Does it, and catches what it throws.</param>
    /// <returns>False where it runs already, or the host stops.</returns>
    public bool TryStart(Func<CancellationToken, Task> work)
    {
        lock (_lock)
        {
            if (_closed || !_work.IsCompleted)
                return false;
            var cancel = new CancellationTokenSource();
            _cancel = cancel.Cancel;
            _work = Task.Run(() => work(cancel.Token), CancellationToken.None);
            return true;
        }
    }

    /// <summary>Asks what runs to end.</summary>
    public void Cancel() => _cancel();

    /// <summary>Ends what runs and waits for it; nothing starts any more.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            _cancel();
            return _work;
        }
    }
}
