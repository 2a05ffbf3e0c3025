using PayHub.Client.Payments;

namespace PayHub.Client.Output;

/// <summary>Lines of text without colour, for pipes and simple terminals; failures go to standard error.</summary>
internal sealed class PlainOutput(TextWriter output, TextWriter errors) : IWalletOutput
{
    private readonly Lock _lock = new();
    private Wording _wording = Wording.Plain;

    /// <inheritdoc/>
    public void Show(WalletEvent happened)
    {
        lock (_lock)
        {
            if (happened is Connected { Currency: var code, Decimals: var decimals })
                _wording = new Wording(new Currency(code, decimals));
            else
                Write(happened, happened is Failed or KeyChanged ? errors : output);
        }
    }

    private void Write(WalletEvent happened, TextWriter writer)
    {
        if (happened is HistoryPage page)
            WriteRows(page.Entries.Select(_wording.Row));
        writer.WriteLine(_wording.For(happened));
        if (happened is Listed list)
            WriteRows(list.Accounts.Select(Wording.Row));
        else if (happened is FriendList friends)
            WriteRows(friends.Friends.Select(Wording.Row));
        writer.Flush();
    }

    private void WriteRows(IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        foreach (var row in all)
        {
            var cells = row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(all.Max(other => other[column].Length)));
            output.WriteLine($"  {string.Join("  ", cells)}".TrimEnd());
        }
    }
}
