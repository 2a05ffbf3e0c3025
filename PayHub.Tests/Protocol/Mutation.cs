using System.Buffers.Text;
using CsCheck;

namespace PayHub.Tests.Protocol;

/// <summary>One change of a compact serialization, of its characters or of what a part stands for.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Place">Where, modulo what is there.</param>
/// <param name="Value">With which bits or which byte.</param>
internal sealed record Mutation(Mutation.What Kind, int Place, byte Value)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    internal enum What
    {
        FlipBit,
        SetByte,
        SetBase64,
        Insert,
        InsertBase64,
        Remove,
        Truncate,
        Swap,
        Repeat,
        FlipDecodedBit,
        RemoveDecoded,
        AppendDecoded,
        ClearDecoded,
    }

    public static Gen<Mutation> Any { get; } =
        Gen.Select(Gen.Enum<What>(), Gen.Int[0, 10_000], Gen.Byte).Select((kind, place, value) => new Mutation(kind, place, value));

    /// <summary>The changed bytes; now and then they are the same.</summary>
    public byte[] Apply(string compact)
    {
        if (Kind >= What.FlipDecodedBit)
            return Bytes.Of(ApplyDecoded(compact.Split('.')));
        var bytes = Bytes.Of(compact);
        var at = Place % bytes.Length;
        var letter = (byte)Alphabet[Value % Alphabet.Length];
        switch (Kind)
        {
            case What.FlipBit:
                bytes[at] ^= Bit;
                return bytes;
            case What.SetByte:
                bytes[at] = Value;
                return bytes;
            case What.SetBase64:
                bytes[at] = letter;
                return bytes;
            case What.Swap:
                (bytes[at], bytes[^(1 + Value % bytes.Length)]) = (bytes[^(1 + Value % bytes.Length)], bytes[at]);
                return bytes;
            case What.Insert:
                return [.. bytes[..at], Value, .. bytes[at..]];
            case What.InsertBase64:
                return [.. bytes[..at], letter, .. bytes[at..]];
            case What.Remove:
                return [.. bytes[..at], .. bytes[(at + 1)..]];
            case What.Truncate:
                return bytes[..at];
            default:
                return [.. bytes[..at], .. bytes[(at / 2)..]];
        }
    }

    private byte Bit => (byte)(1 << (Value % 8));

    // The result is well-formed base64url, so that what is judged is not only the alphabet.
    private string ApplyDecoded(string[] parts)
    {
        var index = Value % parts.Length;
        var part = Base64Url.DecodeFromChars(parts[index]);
        var at = part.Length == 0 ? 0 : Place % part.Length;
        switch (Kind)
        {
            case What.FlipDecodedBit when part.Length > 0:
                part[at] ^= (byte)(1 << (Place % 8));
                break;
            case What.RemoveDecoded when part.Length > 0:
                part = [.. part[..at], .. part[(at + 1)..]];
                break;
            case What.AppendDecoded:
                part = [.. part, Value];
                break;
            case What.ClearDecoded:
                part = new byte[part.Length];
                break;
        }
        parts[index] = Base64Url.EncodeToString(part);
        return string.Join('.', parts);
    }
}
