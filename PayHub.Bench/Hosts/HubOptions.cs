using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PayHub.Bench.Hosts;

/// <summary>How to reach a hub that runs already.</summary>
internal sealed class HubOptions
{
    private readonly Option<IPEndPoint?> _tcp = EndPoint("--host", "The plain endpoint of a hub that runs already, instead of one of our own. It must allow the registrations (RegistrationsPerMinutePerAddress=0), and its opening balance last");
    private readonly Option<IPEndPoint?> _tls = EndPoint("--host-tls", "Its TLS endpoint, for signed and sealed payments");
    private readonly Option<string?> _fingerprint = new("--host-fingerprint") { HelpName = "FINGERPRINT", Description = "Its fingerprint, which it prints at start" };
    private readonly Option<Uri?> _dashboard = new Option<Uri?>("--host-dashboard") { HelpName = "URL", Description = "URL of its dashboard, whose /metrics are read" }
        .Takes(ParseUrl, "a URL, such as http://192.0.2.7:8080");

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { _tcp, _tls, _fingerprint, _dashboard })
            verb.Add(option);
        verb.Check(result =>
        {
            if (result.GetValue(_tcp) is null && new Option[] { _tls, _fingerprint, _dashboard }.FirstOrDefault(o => result.GetResult(o) is not null) is { } alone)
                result.AddError($"{alone.Name} goes with --host.");
        });
    }

    /// <summary>The hub that was named.</summary>
    /// <returns>Null where none was.</returns>
    public HubAddress? Read(ParseResult parsed) => parsed.GetValue(_tcp) is { } tcp
        ? new HubAddress(parsed.GetValue(_dashboard), tcp, parsed.GetValue(_tls) ?? tcp, parsed.GetValue(_fingerprint) ?? "")
        : null;

    /// <summary>Whether there is one.</summary>
    public bool IsNamed(CommandResult result) => result.GetValue(_tcp) is not null;

    /// <summary>Whether what TLS needs is not named with it.</summary>
    public bool LacksTls(CommandResult result) =>
        IsNamed(result) && (result.GetValue(_tls) is null || result.GetValue(_fingerprint) is null);

    private static Option<IPEndPoint?> EndPoint(string name, string description) =>
        new Option<IPEndPoint?>(name) { HelpName = "ADDRESS:PORT", Description = description }
            .Takes(ParseEndPoint, "an address and a port, such as 192.0.2.7:8888 or localhost:8888");

    private static Uri ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") ? url : throw new FormatException();

    private static IPEndPoint ParseEndPoint(string text)
    {
        if (IPEndPoint.TryParse(text, out var end) && end.Port > 0)
            return end;
        if (end is null && text.Split(':') is [var name, var port] && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return new IPEndPoint(Resolve(name), number);
        throw new FormatException();
    }

    private static IPAddress Resolve(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name).OrderBy(address => address.AddressFamily).FirstOrDefault() ?? throw new FormatException();
        }
        catch (SocketException)
        {
            throw new FormatException();
        }
    }
}
