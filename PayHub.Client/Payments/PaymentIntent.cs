using System.Text.Json.Serialization;

namespace PayHub.Client.Payments;

/// <summary>What became of a payment that the owner wanted, as far as the hub has said.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntentState>))]
internal enum IntentState
{
    /// <summary>The hub has not said; it may have been sent, and may still be executed.</summary>
    Open,

    /// <summary>The hub executed it.</summary>
    Executed,

    /// <summary>The hub refused it, for ever.</summary>
    Refused,

    /// <summary>The hub recorded that it was called back.</summary>
    Cancelled,

    /// <summary>Its time is over by the hub's clock, and the hub does not know it: it can't be executed any more.</summary>
    Expired,
}

/// <summary>A payment that the owner wants, kept before anything is sent. Its id and its bytes never change.</summary>
/// <param name="Id">The payment id.</param>
/// <param name="Hub">The fingerprint of the one hub that may execute it.</param>
/// <param name="Payer">The owner's account.</param>
/// <param name="Payee">Who is paid.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Memo">The owner's words to it; null for none.</param>
/// <param name="Expires">Until when the hub may execute it, by its clock.</param>
/// <param name="Jws">The signed payment.</param>
/// <param name="IsDirect">Whether this wallet submits it itself; else the payee's wallet does.</param>
/// <param name="Made">When it was signed, by the hub's clock.</param>
internal sealed record PaymentIntent(
    string Id, string Hub, string Payer, string Payee, long Amount, string? Memo, DateTimeOffset Expires, string Jws, bool IsDirect, DateTimeOffset Made)
{
    /// <summary>What became of it.</summary>
    public IntentState State { get; init; }

    /// <summary>Whether the owner wants it called back, or the payee declined: then nobody may submit it any more.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>The hub's transfer, once executed.</summary>
    public long? Transfer { get; init; }

    /// <summary>The refusal, such as <c>350 INSUFFICIENT_FUNDS</c>, once refused.</summary>
    public string? Refusal { get; init; }
}
