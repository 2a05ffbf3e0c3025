using System.Globalization;

namespace PayHub.Client.Payments;

/// <summary>How a hub's amounts are written: the wire has minor units only.</summary>
/// <param name="Code">Such as <c>EUR</c>; empty where amounts are shown as bare minor units.</param>
/// <param name="Decimals">Digits behind the point, 0 to <see cref="MaxDecimals"/>.</param>
internal sealed record Currency(string Code, int Decimals)
{
    /// <summary>The most decimals that an amount can have digits for.</summary>
    public const int MaxDecimals = 9;

    private const int MaxDigits = 18;

    /// <summary>Bare minor units, as the classic protocol has them.</summary>
    public static readonly Currency Minor = new("", 0);

    /// <summary>What an amount may look like, in words.</summary>
    public string Rule => Decimals == 0
        ? $"AMOUNT is a whole number{In}, above zero, digits only."
        : $"AMOUNT is a number{In}, above zero, with at most {Decimals} digits behind the point, such as 12.{new string('5', Decimals)}.";

    private string In => Code.Length == 0 ? " of minor units" : $" of {Code}";

    /// <summary>Reads an amount in major units, such as <c>12.5</c>: digits and a point, nothing else.</summary>
    /// <param name="text">What somebody typed.</param>
    /// <param name="minor">The amount in minor units, 1 to 999,999,999,999,999,999.</param>
    /// <returns>False where it is no amount, or has more decimals than the currency.</returns>
    public bool TryParse(string text, out long minor)
    {
        minor = 0;
        var point = text.IndexOf('.');
        var (whole, fraction) = point < 0 ? (text, "") : (text[..point], text[(point + 1)..]);
        if (whole.Length == 0 || (point >= 0 && fraction.Length == 0) || fraction.Length > Decimals)
            return false;
        var digits = (whole + fraction.PadRight(Decimals, '0')).TrimStart('0');
        return digits.Length <= MaxDigits && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out minor) && IsDigits(whole + fraction) && minor > 0;
    }

    /// <summary>Writes an amount of minor units, with the currency's code.</summary>
    public string Format(long minor)
    {
        var number = Decimals == 0 ? minor.ToString(CultureInfo.InvariantCulture) : WithPoint(minor);
        return Code.Length == 0 ? number : $"{number} {Code}";
    }

    private string WithPoint(long minor)
    {
        var digits = Magnitude(minor).ToString(CultureInfo.InvariantCulture).PadLeft(Decimals + 1, '0');
        return $"{(minor < 0 ? "-" : "")}{digits[..^Decimals]}.{digits[^Decimals..]}";
    }

    // The least long has no positive twin.
    private static ulong Magnitude(long value) => value < 0 ? (ulong)-(value + 1) + 1 : (ulong)value;

    private static bool IsDigits(string text) => text.All(char.IsAsciiDigit);
}
