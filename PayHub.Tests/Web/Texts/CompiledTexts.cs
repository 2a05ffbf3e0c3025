using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using PayHub.Web.Operators;

namespace PayHub.Tests.Web.Texts;

/// <summary>
/// The texts in the dashboard's program, as the compiler left them: there a page's markup, attributes and code are the same few
/// calls, whatever way they were written.
/// </summary>
internal static partial class CompiledTexts
{
    /// <summary>Attributes and parameters that people read or hear.</summary>
    private static readonly HashSet<string> Seen =
    [
        "Label", "HelperText", "Placeholder", "placeholder", "Title", "title", "aria-label", "aria-description", "alt", "ErrorText", "Note",
        "data-label", "PreviousText", "NextText", "Action", "AdornmentText", "AdornmentAriaLabel", "ToggleText", "RequiredError",
    ];

    /// <summary>All of an assembly's methods, with what is in them.</summary>
    public static IEnumerable<(Type Type, IReadOnlyList<Instruction> Code)> Methods(Assembly assembly)
    {
        const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        return from type in assembly.GetTypes()
               from method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All))
               select (Outermost(type), Instruction.Of(method));
    }

    /// <summary>Every string in a method.</summary>
    public static IEnumerable<string> Literals(IReadOnlyList<Instruction> code) => code.Select(i => i.Operand).OfType<string>();

    /// <summary>What is given to <c>T["…"]</c>; a key that is reckoned at run time is not among them.</summary>
    public static IEnumerable<string> Keys(IReadOnlyList<Instruction> code)
    {
        for (var i = 0; i < code.Count; i++)
            if (IsLookUp(code[i]) && code[KeyOf(code, i)].Operand is string key)
                yield return key;
    }

    /// <summary>What people see of a method's markup without its having been looked up.</summary>
    public static IEnumerable<string> Bare(IReadOnlyList<Instruction> code)
    {
        var within = new Stack<string>();
        for (var i = 1; i < code.Count; i++)
        {
            if (code[i].Operand is not MethodInfo { DeclaringType: var type } call || type != typeof(RenderTreeBuilder))
                continue;
            // Between the two stands, for some parameters, a call that checks the type.
            var value = code[code[i - 1].Operand is MethodInfo ? i - 2 : i - 1].Operand as string;
            if (call.Name == nameof(RenderTreeBuilder.OpenElement))
                within.Push(value!);
            else if (call.Name == nameof(RenderTreeBuilder.CloseElement))
                within.Pop();
            else if (value is not null && call.Name is nameof(RenderTreeBuilder.AddContent) or nameof(RenderTreeBuilder.AddMarkupContent))
                foreach (var text in within.Any(e => e is "code" or "pre") ? [] : Texts(value!))
                    yield return text;
            else if (value is not null && code.Take(i - 1).Reverse().Take(2).Any(x => x.Operand is string name && Seen.Contains(name)))
                yield return value;
        }
    }

    /// <summary>Sentences in a method's code: strings of several words that neither throw nor log.</summary>
    public static IEnumerable<string> Sentences(IReadOnlyList<Instruction> code)
    {
        for (var i = 0; i < code.Count; i++)
            if (code[i].Operand is string text && Sentence().IsMatch(text) && !Machine().IsMatch(text) && !IsForEngineers(code.Skip(i + 1)))
                yield return text;
    }

    private static bool IsLookUp(Instruction instruction) =>
        instruction.Operand is MethodInfo { Name: "get_Item", DeclaringType: { } type } && typeof(IStringLocalizer).IsAssignableFrom(type);

    // Before a call with arguments comes their array, which is made right after the key; an argument may be looked up itself.
    private static int KeyOf(IReadOnlyList<Instruction> code, int call)
    {
        if (((MethodInfo)code[call].Operand!).GetParameters().Length == 1)
            return call - 1;
        var open = 1;
        var at = call;
        while (open > 0)
        {
            at--;
            if (code[at].Code == OpCodes.Newarr)
                open--;
            else if (IsLookUp(code[at]) && ((MethodInfo)code[at].Operand!).GetParameters().Length == 2)
                open++;
        }
        return at - 2;
    }

    private static bool IsForEngineers(IEnumerable<Instruction> rest) => rest.Select(i => i.Operand).OfType<MethodBase>()
        .FirstOrDefault(m => m.DeclaringType?.Name.Contains("InterpolatedStringHandler", StringComparison.Ordinal) != true && m.Name is not "Concat" and not "ToString")
        is { DeclaringType: var type } && (typeof(Exception).IsAssignableFrom(type) || type == typeof(IdentityResults) || type?.Namespace == typeof(LoggerMessage).Namespace);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<string> Texts(string markup) =>
        Tag().Split(Unread().Replace(markup, " ")).Concat(SeenInMarkup().Matches(markup).Select(m => m.Groups[1].Value));

    [GeneratedRegex("""[A-Za-z]{2,}[,.:;]? [A-Za-z]|^[A-Z][a-z]+ $|^ [a-z]{2,}""")]
    private static partial Regex Sentence();

    // Markup, classes of the style sheet, formats of times, commands.
    [GeneratedRegex("""<|\bph-|yyyy-MM-dd|^(dotnet|openssl|nc) """)]
    private static partial Regex Machine();

    [GeneratedRegex("""<(pre|code|svg|style)\b.*?</\1>""", RegexOptions.Singleline)]
    private static partial Regex Unread();

    // The last may go on in the next call.
    [GeneratedRegex("""<[^>]*(?:>|$)""")]
    private static partial Regex Tag();

    [GeneratedRegex("""\b(?:aria-label|title|alt|placeholder|data-label)="([^"]*)["]""")]
    private static partial Regex SeenInMarkup();
}
