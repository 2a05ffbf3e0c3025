using System.Globalization;

namespace PayHub.Protocol.Requests;

/// <summary>One message of a client, understood (docs/protocol.md, "Messages"). A closed set of sealed records.</summary>
public abstract record Request
{
    private protected Request()
    {
    }
}

/// <summary><c>REGISTER#&lt;name&gt;</c>: open an account.</summary>
/// <param name="Name">The name asked for; null where what stands there is not a name, which is answered <c>210 FAIL</c>.</param>
public sealed record RegisterRequest(string? Name) : Request;

/// <summary><c>&lt;name&gt;#&lt;portNum&gt;</c>: log in.</summary>
/// <param name="Name">The account's name, in the case that the client typed.</param>
/// <param name="Port">The port at which the client takes payments, 1 to 65535.</param>
public sealed record LoginRequest(string Name, int Port) : Request;

/// <summary><c>List</c>: balance, hub key and the accounts online.</summary>
public sealed record ListRequest : Request
{
    /// <summary>The one instance: the request carries nothing.</summary>
    public static readonly ListRequest Instance = new();
}

/// <summary><c>Exit</c>: say <c>Bye</c> and close.</summary>
public sealed record ExitRequest : Request
{
    /// <summary>The one instance: the request carries nothing.</summary>
    public static readonly ExitRequest Instance = new();
}

/// <summary><c>&lt;payer&gt;#&lt;amount&gt;#&lt;payee&gt;</c>: an unsigned payment (docs/protocol.md, "Payments").</summary>
/// <param name="Payer">The account to debit, in the case that the client typed.</param>
/// <param name="Amount">Whole minor units, 1 to 999,999,999,999,999,999.</param>
/// <param name="Payee">The account to credit, in the case that the client typed.</param>
public sealed record PaymentRequest(string Payer, long Amount, string Payee) : Request
{
    /// <summary>The message, without its terminator.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Payer}#{Amount}#{Payee}");
}

/// <summary>None of the protocol's messages: answered <c>240 BAD_REQUEST</c>.</summary>
public sealed record MalformedRequest : Request
{
    /// <summary>The one instance: the request carries nothing.</summary>
    public static readonly MalformedRequest Instance = new();
}
