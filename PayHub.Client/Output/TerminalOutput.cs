using Spectre.Console;
using PayHub.Client.Interactive;
using PayHub.Client.Payments;

namespace PayHub.Client.Output;

/// <summary>Colours and tables, for a person at a terminal; prints above the line that is being typed.</summary>
internal sealed class TerminalOutput(IAnsiConsole console, LineEditor editor) : IWalletOutput
{
    private Wording _wording = Wording.Plain;
    private Currency _money = Currency.Minor;
    private string _account = "";

    /// <inheritdoc/>
    public void Show(WalletEvent happened)
    {
        if (happened is Connected connected)
        {
            _money = new Currency(connected.Currency, connected.Decimals);
            _wording = new Wording(_money);
        }
        if (happened is Online online)
            _account = online.Account;
        if (PromptFor(happened) is { } prompt)
            editor.SetPrompt(prompt);
        editor.PrintAbove(() => Print(happened));
    }

    private void Print(WalletEvent happened)
    {
        if (TableOf(happened) is { } table)
            console.Write(table);
        console.WriteLine(_wording.For(happened), StyleOf(happened));
    }

    private Table? TableOf(WalletEvent happened) => happened switch
    {
        Listed { Accounts.Count: > 0 } e => Fill(e.Accounts.Select(Wording.Row), "Account", "Address and port"),
        FriendList { Friends.Count: > 0 } e => Fill(e.Friends.Select(Wording.Row), "Friend", "State", "Presence", "Key"),
        HistoryPage { Entries.Count: > 0 } e => Fill(e.Entries.Select(_wording.Row), "Id", "Time", "Amount", "With", "Balance", "Memo"),
        _ => null,
    };

    private static Table Fill(IEnumerable<string[]> rows, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(columns);
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        return table;
    }

    private static Style StyleOf(WalletEvent happened) => happened switch
    {
        Received or Paid or Registered => new Style(Color.Green),
        Requested or Offered or MoneyAsked => new Style(Color.Yellow),
        Said => new Style(Color.Aqua),
        FriendPresence { Online: true } => new Style(Color.Green),
        FriendChanged { State: "incoming" } => new Style(Color.Yellow),
        Failed or NotReceived or LateAnswer or KeyChanged or Offline => new Style(Color.Red),
        _ => Style.Plain,
    };

    private string? PromptFor(WalletEvent happened) => happened switch
    {
        Failed { Code: "closed" } or Offline => $"{_account} offline> ",
        _ => BalanceIn(happened) is { } balance ? $"{_account} {_money.Format(balance)}> " : null,
    };

    private static long? BalanceIn(WalletEvent happened) => happened switch
    {
        Online e => e.Balance,
        Listed e => e.Balance,
        BalanceShown e => e.Balance,
        Received e => e.Balance,
        NotReceived e => e.Balance,
        Paid e => e.Balance,
        LateAnswer e => e.Balance,
        _ => null,
    };
}
