namespace PayHub.Data;

/// <summary>An amount of money in minor units of the hub's one currency. Sums are checked: overflow throws, it never wraps.</summary>
/// <param name="MinorUnits">Whole minor units; negative only for what system accounts owe.</param>
public readonly record struct Money(long MinorUnits) : IComparable<Money>
{
    /// <summary>
    /// The most that a balance may be away from zero, 9*10^18: behind Int64's range SQLite would turn a sum into a REAL.
    /// </summary>
    public static readonly Money MaxBalance = new(9_000_000_000_000_000_000);

    /// <summary>Nothing.</summary>
    public static readonly Money Zero;

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">The sum is beyond Int64.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.MinorUnits + right.MinorUnits));

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">The difference is beyond Int64.</exception>
    public static Money operator -(Money left, Money right) => new(checked(left.MinorUnits - right.MinorUnits));

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Money left, Money right) => left.MinorUnits < right.MinorUnits;

    /// <summary>Whether the left is more.</summary>
    public static bool operator >(Money left, Money right) => left.MinorUnits > right.MinorUnits;

    /// <summary>Whether the left is at most the right.</summary>
    public static bool operator <=(Money left, Money right) => left.MinorUnits <= right.MinorUnits;

    /// <summary>Whether the left is at least the right.</summary>
    public static bool operator >=(Money left, Money right) => left.MinorUnits >= right.MinorUnits;

    /// <inheritdoc/>
    public int CompareTo(Money other) => MinorUnits.CompareTo(other.MinorUnits);
}
