using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace PayHub.Tests.Web.Texts;

/// <summary>One instruction of a compiled method.</summary>
/// <param name="Code">What it does.</param>
/// <param name="Operand">The string it loads, or the method it calls; null for all else.</param>
internal sealed record Instruction(OpCode Code, object? Operand)
{
    private const byte FirstOfTwo = 0xFE;

    private static readonly Dictionary<ushort, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (ushort)code.Value);

    /// <summary>The instructions of a method, without those that do nothing; none where it has no body.</summary>
    public static IReadOnlyList<Instruction> Of(MethodBase method)
    {
        var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var all = new List<Instruction>();
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == FirstOfTwo ? Codes[(ushort)(FirstOfTwo << 8 | il[at + 1])] : Codes[il[at]];
            at += code.Size;
            if (code != OpCodes.Nop)
                all.Add(new Instruction(code, Resolve(method, code, il.AsSpan(at))));
            at += Size(code, il.AsSpan(at));
        }
        return all;
    }

    private static object? Resolve(MethodBase method, OpCode code, ReadOnlySpan<byte> rest) => code.OperandType switch
    {
        OperandType.InlineString => method.Module.ResolveString(BinaryPrimitives.ReadInt32LittleEndian(rest)),
        OperandType.InlineMethod => method.Module.ResolveMethod(
            BinaryPrimitives.ReadInt32LittleEndian(rest), method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null),
        _ => null,
    };

    private static int Size(OpCode code, ReadOnlySpan<byte> rest) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(rest),
        _ => 4,
    };
}
