using System.Buffers.Binary;
using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace PayHub.Web.Api;

/// <summary>Pages by cursor: where the next one begins is told with each, and means nothing to the asker.</summary>
internal static class Paging
{
    private const int DefaultLimit = 50;
    private const int CursorBytes = 9;

    public static readonly QueryParameter<long> Limit = QueryParameter.Whole("limit", $"The most items of the page; {DefaultLimit} if it is not said.", 1, 200);

    /// <summary>A list's parameter for where its page begins. A cursor of one list is none of another.</summary>
    /// <param name="list">A letter that stands for the list.</param>
    public static QueryParameter<long> Cursor(char list) => new(
        "cursor", "Where the page begins: `next` of the page before, as it is.", "It must be `next` of a page of this list.",
        () => new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 12, MaxLength = 12 },
        (string text, out long value) => TryRead(list, text, out value));

    /// <summary>How many items are asked for.</summary>
    public static int Size(HttpRequest request) => (int)(request.Read(Limit) ?? DefaultLimit);

    /// <summary>The cursor that stands for an id.</summary>
    public static string Write(char list, long id)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        bytes[0] = (byte)list;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], id);
        return Base64Url.EncodeToString(bytes);
    }

    private static bool TryRead(char list, string text, out long id)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        id = 0;
        if (text.Length != Base64Url.GetEncodedLength(CursorBytes) || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var read) || read != CursorBytes || bytes[0] != list)
            return false;
        id = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        return id >= 0;
    }
}
