using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace PayHub.Protocol.Replies;

/// <summary>How far the reading of a list has come.</summary>
public enum AccountListStatus
{
    /// <summary>Further lines follow.</summary>
    NeedMore,

    /// <summary>The last line was read.</summary>
    Complete,

    /// <summary>The line can't stand at this place of a list; what follows can't be told apart any more.</summary>
    Malformed,
}

/// <summary>Reads one list, line by line (docs/protocol.md, "Answers"). Use a new one for each list; not thread-safe.</summary>
/// <remarks>
/// The grammar, in the notation of RFC 5234, with CR LF behind each line:
/// <code>
/// list    = balance key count *account        ; as many accounts as the count says
/// balance = 1*19DIGIT
/// key     = 1*printable
/// count   = 1*19DIGIT                         ; here at most 100,000
/// account = name "#" ip "#" port
/// </code>
/// </remarks>
public sealed class AccountListReader
{
    /// <summary>The most account lines that are read: a hub must not fill a wallet's memory.</summary>
    public const int MaxAccounts = 100_000;

    private readonly List<OnlineAccount> _online = [];
    private int _line;
    private long _balance;
    private long _count;
    private string _key = "";

    /// <summary>Whether an answer's first line begins a list: a bare number, where refusals are a code and a word.</summary>
    public static bool IsFirstLine(ReadOnlySpan<byte> line) => TryParseNumber(line, out _);

    /// <summary>The list, once <see cref="Add"/> has said <see cref="AccountListStatus.Complete"/>.</summary>
    public AccountList ToList() => new(_balance, _key, _online);

    /// <summary>Takes the next line, without its CR LF.</summary>
    public AccountListStatus Add(ReadOnlySpan<byte> line)
    {
        var isGood = _line++ switch
        {
            0 => TryParseNumber(line, out _balance),
            1 => TryReadKey(line),
            2 => TryParseNumber(line, out _count) && _count <= MaxAccounts,
            _ => TryReadAccount(line),
        };
        if (!isGood)
            return AccountListStatus.Malformed;
        return _line >= 3 && _online.Count == _count ? AccountListStatus.Complete : AccountListStatus.NeedMore;
    }

    private bool TryReadKey(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
            return false;
        _key = Encoding.ASCII.GetString(line);
        return true;
    }

    private bool TryReadAccount(ReadOnlySpan<byte> line)
    {
        if (!TryParseAccount(line, out var account))
            return false;
        _online.Add(account);
        return true;
    }

    private static bool TryParseAccount(ReadOnlySpan<byte> line, [NotNullWhen(true)] out OnlineAccount? account)
    {
        account = null;
        var (first, last) = (line.IndexOf((byte)'#'), line.LastIndexOf((byte)'#'));
        if (first == last
            || !AccountName.TryParse(line[..first], out var name)
            || !IPAddress.TryParse(Encoding.ASCII.GetString(line[(first + 1)..last]), out var address)
            || !Amount.TryParsePort(line[(last + 1)..], out var port))
            return false;
        account = new OnlineAccount(name, address, port);
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<byte> line, out long number)
    {
        number = 0;
        return !line.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(line, out number, out var used) && used == line.Length;
    }
}
