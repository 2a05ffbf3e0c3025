using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PayHub.Bench.Hosts;

/// <summary>How to reach a hub that runs already.</summary>
internal sealed class HubOptions
{
    private readonly Option<string?> _tcp = new("--host") { HelpName = "ADDRESS:PORT", Description = "The plain endpoint of a hub that runs already, instead of one of our own. It must allow the registrations (RegistrationsPerMinutePerAddress=0), and its opening balance last" };
    private readonly Option<string?> _tls = new("--host-tls") { HelpName = "ADDRESS:PORT", Description = "Its TLS endpoint, for signed and sealed payments" };
    private readonly Option<string?> _fingerprint = new("--host-fingerprint") { HelpName = "FINGERPRINT", Description = "Its fingerprint, which it prints at start" };
    private readonly Option<Uri?> _dashboard = new("--host-dashboard") { HelpName = "URL", Description = "URL of its dashboard, whose /metrics are read", CustomParser = ReadUrl };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new[] { _tcp, _tls })
            option.Validators.Add(RequireEndPoint);
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
    public HubAddress? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_tcp) is not { } tcp)
            return null;
        var plain = EndPoint(tcp)!;
        return new HubAddress(parsed.GetValue(_dashboard), plain, parsed.GetValue(_tls) is { } tls ? EndPoint(tls)! : plain, parsed.GetValue(_fingerprint) ?? "");
    }

    /// <summary>Whether there is one.</summary>
    public bool IsNamed(CommandResult result) => result.GetValue(_tcp) is not null;

    /// <summary>Whether what TLS needs is not named with it.</summary>
    public bool LacksTls(CommandResult result) =>
        IsNamed(result) && (result.GetValue(_tls) is null || result.GetValue(_fingerprint) is null);

    private static Uri? ReadUrl(ArgumentResult result)
    {
        if (!Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            result.AddError($"--host-dashboard is {result.Tokens.Single().Value}; it must be a URL, such as http://192.0.2.7:8080.");
        return url;
    }

    private static void RequireEndPoint(OptionResult result)
    {
        if (result.Tokens is [var token] && EndPoint(token.Value) is null)
            result.AddError($"{result.Option.Name} is {token.Value}; it must be an address and a port, such as 192.0.2.7:8888 or localhost:8888.");
    }

    // Null where it is none, or nobody knows the name.
    private static IPEndPoint? EndPoint(string text)
    {
        if (IPEndPoint.TryParse(text, out var end))
            return end.Port > 0 ? end : null;
        if (text.Split(':') is not [var name, var port] || !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return null;
        try
        {
            return Dns.GetHostAddresses(name).OrderBy(address => address.AddressFamily).Select(address => new IPEndPoint(address, number)).FirstOrDefault();
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
