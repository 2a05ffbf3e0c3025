using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using CsCheck;
using PayHub.Client.Payments;

namespace PayHub.Tests.Client.Secure;

public sealed partial class CurrencyTests
{
    [Theory]
    [InlineData("12.5", 2, 1250)]
    [InlineData("12.50", 2, 1250)]
    [InlineData("012", 2, 1200)]
    [InlineData("0.01", 2, 1)]
    [InlineData("7", 0, 7)]
    [InlineData("999999999999999999", 0, 999999999999999999)]
    public void An_amount_is_in_major_units(string text, int decimals, long minor)
    {
        Assert.True(new Currency("EUR", decimals).TryParse(text, out var amount));
        Assert.Equal(minor, amount);
    }

    [Theory]
    [InlineData("12.505", 2)]
    [InlineData("1.0", 0)]
    [InlineData("0", 2)]
    [InlineData("0.00", 2)]
    [InlineData("", 2)]
    [InlineData(".5", 2)]
    [InlineData("5.", 2)]
    [InlineData("-1", 2)]
    [InlineData("+1", 2)]
    [InlineData("1e3", 2)]
    [InlineData("1,5", 2)]
    [InlineData(" 1", 2)]
    [InlineData("1.2.3", 2)]
    [InlineData("١", 2)]
    [InlineData("9999999999999999999", 0)]
    [InlineData("99999999999999999", 2)]
    public void Nothing_else_is_one(string text, int decimals) => Assert.False(new Currency("EUR", decimals).TryParse(text, out _));

    [Theory]
    [InlineData(0, 2, "0.00 EUR")]
    [InlineData(5, 2, "0.05 EUR")]
    [InlineData(-5, 2, "-0.05 EUR")]
    [InlineData(123456, 2, "1234.56 EUR")]
    [InlineData(123456, 0, "123456 EUR")]
    [InlineData(long.MinValue, 2, "-92233720368547758.08 EUR")]
    public void It_is_written_with_all_its_decimals(long minor, int decimals, string text) => Assert.Equal(text, new Currency("EUR", decimals).Format(minor));

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Select(Gen.Long[1, 999_999_999_999_999_999], Gen.Int[0, Currency.MaxDecimals]).Sample((minor, decimals) =>
        {
            var currency = new Currency("", decimals);
            return currency.TryParse(currency.Format(minor), out var again) && again == minor;
        });

    [Fact]
    public void It_reads_what_a_regular_expression_and_big_numbers_read() =>
        Gen.Select(Gen.String[Gen.Char["0123456789.-+ e"], 0, 24], Gen.Int[0, 9]).Sample((text, decimals) =>
        {
            var isRead = new Currency("", decimals).TryParse(text, out var minor);
            return isRead == (Expected(text, decimals) is { } expected && expected == minor && expected > 0);
        });

    private static long? Expected(string text, int decimals)
    {
        if (Number().Match(text) is not { Success: true } match || match.Groups[2].Length > decimals)
            return null;
        var value = BigInteger.Parse(match.Groups[1].Value + match.Groups[2].Value.PadRight(decimals, '0'), CultureInfo.InvariantCulture);
        return value > 0 && value <= 999_999_999_999_999_999 ? (long)value : null;
    }

    [GeneratedRegex(@"\A([0-9]+)(?:\.([0-9]+))?\z")]
    private static partial Regex Number();
}
