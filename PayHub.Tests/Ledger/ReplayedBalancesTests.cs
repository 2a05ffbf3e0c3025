using PayHub.Data.Ledger;

namespace PayHub.Tests.Ledgers;

public sealed class ReplayedBalancesTests
{
    // One that was seen, the last that has a place, and what only a row that was tampered with can name.
    private static readonly long[] Numbers = [1, 1023, 1024, (1 << 22) - 1, 1 << 22, 0, -1, long.MinValue, long.MaxValue];

    [Fact]
    public void Any_number_has_a_balance_and_gives_it_back_once()
    {
        var balances = new ReplayedBalances();
        for (var i = 0; i < Numbers.Length; i++)
        {
            Assert.Equal(long.MaxValue, balances.Move(Numbers[i], long.MaxValue));
            Assert.Equal(long.MaxValue + (Int128)i, balances.Move(Numbers[i], i));
        }
        Assert.Equal((Numbers.Length * (Int128)long.MaxValue) + Enumerable.Range(0, Numbers.Length).Sum(), balances.Sum);
        Assert.Equal(Numbers.Order(), balances.Accounts.Order());
        for (var i = 0; i < Numbers.Length; i++)
        {
            Assert.Equal(long.MaxValue + (Int128)i, balances.Take(Numbers[i]));
            Assert.Equal(0, balances.Take(Numbers[i]));
        }
        Assert.Empty(balances.Accounts);
        Assert.Equal(0, balances.Sum);
    }

    [Fact]
    public void Who_never_moved_has_nothing()
    {
        var balances = new ReplayedBalances();
        Assert.All(Numbers, number => Assert.Equal(0, balances.Take(number)));
        Assert.Empty(balances.Accounts);
    }
}
