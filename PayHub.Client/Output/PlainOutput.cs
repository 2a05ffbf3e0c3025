namespace PayHub.Client.Output;

/// <summary>Lines of text without colour, for pipes and simple terminals; failures go to standard error.</summary>
internal sealed class PlainOutput(TextWriter output, TextWriter errors) : IWalletOutput
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void Show(WalletEvent happened)
    {
        lock (_lock)
        {
            var writer = happened is Failed ? errors : output;
            writer.WriteLine(Wording.For(happened));
            if (happened is Listed list)
                WriteAccounts(list);
            writer.Flush();
        }
    }

    private void WriteAccounts(Listed list)
    {
        var width = list.Accounts.Select(account => account.Name.Length).DefaultIfEmpty().Max();
        foreach (var account in list.Accounts)
            output.WriteLine($"  {account.Name.PadRight(width)}  {account.Address} {account.Port}");
    }
}
