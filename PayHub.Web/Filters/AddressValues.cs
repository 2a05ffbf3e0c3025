using System.Globalization;

namespace PayHub.Web.Filters;

/// <summary>Reads numbers and words from addresses that anyone may write: what is none says nothing, where Blazor's own reading would throw.</summary>
internal static class AddressValues
{
    /// <summary>The number; null where it is none.</summary>
    public static long? Number(this string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A member of an enumeration, by its name in any case; null where it is none.</summary>
    public static T? Word<T>(this string? text)
        where T : struct, Enum =>
        // Numbers and lists are taken by TryParse, too: only what the member is called is meant.
        Enum.TryParse<T>(text, true, out var word) && string.Equals(Enum.GetName(word), text, StringComparison.OrdinalIgnoreCase) ? word : null;
}
