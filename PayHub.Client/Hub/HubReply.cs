using System.Globalization;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Hub;

/// <summary>What an answer is made of, where the request was granted. A refusal is always one line.</summary>
internal enum ReplyShape
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>The list of accounts, as in the classic protocol.</summary>
    AccountList,

    /// <summary><c>100 OK#n</c> and n lines.</summary>
    Rows,
}

/// <summary>One answer of the hub in the extended dialect (docs/protocol.md, "Dialect").</summary>
/// <param name="Code">100, or a refusal's code; 0 where the line has none, such as <c>Bye</c>.</param>
/// <param name="Verdict">Code and word, such as <c>350 INSUFFICIENT_FUNDS</c>.</param>
/// <param name="Fields">The fields behind them.</param>
internal sealed record HubReply(int Code, string Verdict, IReadOnlyList<string> Fields)
{
    /// <summary>The code of a request that was granted.</summary>
    public const int Ok = 100;

    /// <summary>Granted.</summary>
    public bool IsOk => Code == Ok;

    /// <summary>The list, where it was asked for and granted.</summary>
    public AccountList? List { get; init; }

    /// <summary>The lines behind <c>100 OK#n</c>.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>Reads a line, without its end, in printable characters.</summary>
    public static HubReply Parse(string line)
    {
        var fields = line.Split('#');
        var verdict = fields[0];
        var code = 0;
        var isCoded = verdict.Length >= 3 && (verdict.Length == 3 || verdict[3] == ' ')
            && int.TryParse(verdict.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out code);
        return new HubReply(isCoded ? code : 0, verdict, fields[1..]);
    }
}

/// <summary>A granted request's content, or the refusal.</summary>
/// <param name="Value">Null where it was refused.</param>
/// <param name="Reply">The whole answer.</param>
internal readonly record struct HubAnswer<T>(T? Value, HubReply Reply)
    where T : class;
