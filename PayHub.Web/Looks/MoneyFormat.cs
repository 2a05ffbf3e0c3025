using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PayHub.Data.Settings;

namespace PayHub.Web.Looks;

/// <summary>Amounts as people read and type them: with the currency's decimals, grouped by thousands.</summary>
/// <param name="currency">Code and decimals.</param>
public sealed partial class MoneyFormat(IOptions<CurrencyOptions> currency)
{
    private readonly Int128 _unit = Power(currency.Value.Decimals);

    /// <summary>Stands behind amounts.</summary>
    public string Code => currency.Value.Code;

    /// <summary>An amount without the code: 1234567 is <c>12,345.67</c> at two decimals.</summary>
    public string Format(Int128 minorUnits) => Text(minorUnits, "#,0", "\u2212");

    /// <summary>An amount as programs read it, without groups: -1234567 is <c>-12345.67</c> at two decimals.</summary>
    public string Plain(Int128 minorUnits) => Text(minorUnits, "0", "-");

    /// <summary>Reads what a person typed; commas are allowed between thousands and nowhere else, for some write 12,50 and mean 12.50.</summary>
    /// <returns>False for anything else than a positive amount with at most the currency's decimals.</returns>
    public bool TryParse(string? text, out long minorUnits)
    {
        minorUnits = 0;
        const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands
            | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        if (text is null || !Written().IsMatch(text) || !decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var amount) || amount > long.MaxValue)
            return false;
        var minor = amount * (decimal)_unit;
        if (minor != decimal.Truncate(minor) || minor is < 0 or > long.MaxValue)
            return false;
        minorUnits = (long)minor;
        return true;
    }

    private string Text(Int128 minorUnits, string wholes, string minus)
    {
        var (whole, rest) = Int128.DivRem(Int128.Abs(minorUnits), _unit);
        var text = whole.ToString(wholes, CultureInfo.InvariantCulture);
        if (currency.Value.Decimals > 0)
            text += "." + rest.ToString(new string('0', currency.Value.Decimals), CultureInfo.InvariantCulture);
        return minorUnits < 0 ? minus + text : text;
    }

    /// <summary>An amount in whole currency units, for a picture of it: near enough to draw, and no more.</summary>
    public double ToDouble(Int128 minorUnits) => (double)minorUnits / (double)_unit;

    [GeneratedRegex(@"^\s*(\d{1,3}(,\d{3})+|\d*)(\.\d*)?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    private static Int128 Power(int decimals)
    {
        Int128 unit = 1;
        for (var i = 0; i < decimals; i++)
            unit *= 10;
        return unit;
    }
}
