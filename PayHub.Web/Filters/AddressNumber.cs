using System.Globalization;

namespace PayHub.Web.Filters;

/// <summary>Reads numbers from addresses that anyone may write: what is none says nothing, where Blazor's own reading would throw.</summary>
internal static class AddressNumber
{
    /// <summary>The number; null where it is none.</summary>
    public static long? Number(this string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
