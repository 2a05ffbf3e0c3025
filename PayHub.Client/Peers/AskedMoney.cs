namespace PayHub.Client.Peers;

/// <summary>
/// What the owner has asked others for: a payment of just that is taken without a second consent, once, within an hour. Called from any thread.
/// </summary>
internal sealed class AskedMoney(TimeProvider clock)
{
    private const int Capacity = 100;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly List<Question> _questions = [];

    /// <summary>Remembers a question; above a limit, the oldest one is forgotten.</summary>
    /// <param name="of">Who was asked.</param>
    /// <param name="amount">Minor units.</param>
    public void Add(string of, long amount)
    {
        lock (_lock)
        {
            Forget();
            if (_questions.Count == Capacity)
                _questions.RemoveAt(0);
            _questions.Add(new Question(of, amount, clock.GetTimestamp()));
        }
    }

    /// <summary>Uses a question up.</summary>
    /// <returns>False where that account was not asked for exactly that amount.</returns>
    public bool TryTake(string from, long amount)
    {
        lock (_lock)
        {
            Forget();
            var index = _questions.FindIndex(question => question.Amount == amount && question.Of.Equals(from, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
                _questions.RemoveAt(index);
            return index >= 0;
        }
    }

    private void Forget() => _questions.RemoveAll(question => clock.GetElapsedTime(question.At) > Lifetime);

    private sealed record Question(string Of, long Amount, long At);
}
