using Microsoft.Extensions.Options;
using PayHub.Data.Settings;
using PayHub.Web.Looks;

namespace PayHub.Tests.Web;

public sealed class MoneyFormatTests
{
    [Theory]
    [InlineData(0, 0L, "0")]
    [InlineData(0, 1234567L, "1,234,567")]
    [InlineData(2, 5L, "0.05")]
    [InlineData(2, 1234567L, "12,345.67")]
    [InlineData(2, -1234567L, "\u221212,345.67")]
    [InlineData(8, 9_000_000_000_000_000_000L, "90,000,000,000.00000000")]
    public void Amounts_are_written_with_the_currencys_decimals(int decimals, long minor, string text) =>
        Assert.Equal(text, Format(decimals).Format(minor));

    [Theory]
    [InlineData(0, "12", 12L)]
    [InlineData(2, "12.5", 1250L)]
    [InlineData(2, " 1,234.50 ", 123450L)]
    [InlineData(0, "1,234,567", 1234567L)]
    [InlineData(2, ".5", 50L)]
    public void Amounts_are_read_as_people_type_them(int decimals, string text, long minor)
    {
        Assert.True(Format(decimals).TryParse(text, out var read));
        Assert.Equal(minor, read);
    }

    [Theory]
    [InlineData(0, "12.5")]
    [InlineData(2, "0.005")]
    [InlineData(2, "-1")]
    [InlineData(2, "abc")]
    [InlineData(2, "")]
    [InlineData(8, "999999999999999999")]
    [InlineData(8, "79228162514264337593543950335")]
    [InlineData(2, "12,50")]
    [InlineData(2, "1,2345.00")]
    [InlineData(2, ",100")]
    public void What_is_not_an_amount_is_refused(int decimals, string text) => Assert.False(Format(decimals).TryParse(text, out _));

    private static MoneyFormat Format(int decimals) => new(Options.Create(new CurrencyOptions { Decimals = decimals }));
}
