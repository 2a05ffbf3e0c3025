using Spectre.Console;
using PayHub.Client.Interactive;

namespace PayHub.Client.Output;

/// <summary>Colours and tables, for a person at a terminal; prints above the line that is being typed.</summary>
internal sealed class TerminalOutput(IAnsiConsole console, LineEditor editor) : IWalletOutput
{
    private string _account = "";

    /// <inheritdoc/>
    public void Show(WalletEvent happened)
    {
        if (happened is Online online)
            _account = online.Account;
        if (PromptFor(happened) is { } prompt)
            editor.SetPrompt(prompt);
        editor.PrintAbove(() => Print(happened));
    }

    private void Print(WalletEvent happened)
    {
        if (happened is Listed list)
            console.Write(TableOf(list));
        console.WriteLine(Wording.For(happened), StyleOf(happened));
    }

    private static Table TableOf(Listed list)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Account", "Address");
        table.AddColumn(new TableColumn("Port").RightAligned());
        foreach (var account in list.Accounts)
            table.AddRow(new Text(account.Name), new Text(account.Address), new Text($"{account.Port}"));
        return table;
    }

    private static Style StyleOf(WalletEvent happened) => happened switch
    {
        Received or Paid or Registered => new Style(Color.Green),
        Requested => new Style(Color.Yellow),
        Failed or NotReceived or LateAnswer => new Style(Color.Red),
        _ => Style.Plain,
    };

    private string? PromptFor(WalletEvent happened) => happened switch
    {
        Failed { Code: "closed" } => $"{_account} offline> ",
        _ => BalanceIn(happened) is { } balance ? $"{_account} {balance}> " : null,
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
