namespace PayHub.Web.Components.Parts;

/// <summary>How a <see cref="TimeChart"/> joins its points.</summary>
public enum ChartKind
{
    /// <summary>Straight lines from point to point.</summary>
    Line,

    /// <summary>Each value holds until the next point: a balance, say.</summary>
    Step,

    /// <summary>A bar a point, which begins at the point's time: what was counted in a stretch.</summary>
    Bars,
}

/// <summary>A value at a time.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Value">In the unit of the axis: whole currency units, say, rather than minor ones.</param>
/// <param name="Text">The value as people read it, with its unit.</param>
public readonly record struct ChartPoint(DateTimeOffset At, double Value, string Text);
