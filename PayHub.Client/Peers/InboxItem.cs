using System.Net;
using PayHub.Protocol.Requests;
using PayHub.Protocol.Signing;

namespace PayHub.Client.Peers;

/// <summary>Something that a peer asked, waiting for the owner.</summary>
/// <param name="From">Who asks: for a classic payment only what it says.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Memo">The peer's words; empty for none. Not made safe to print.</param>
internal abstract record InboxItem(string From, long Amount, string Memo)
{
    /// <summary>By which the owner names it.</summary>
    public int Number { get; init; }
}

/// <summary>A payment to the owner: accepted, it goes to the hub.</summary>
/// <param name="From">The payer.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Memo">The payer's words; empty for none.</param>
/// <param name="Address">Where it came from.</param>
/// <param name="Message">What goes to the hub.</param>
/// <param name="PaymentId">Null for an unsigned payment: anybody can have made it.</param>
internal sealed record OfferedPayment(string From, long Amount, string Memo, IPAddress Address, string Message, string? PaymentId)
    : InboxItem(From, Amount, Memo)
{
    /// <summary>The owner's decision, once it is made.</summary>
    public TaskCompletionSource<bool> Decision { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A payment that came over a peer link.</summary>
    public static OfferedPayment Of(SignedPayment payment, IPAddress address) => new(
        payment.Payer, payment.Amount, payment.Memo ?? "", address, System.Text.Encoding.ASCII.GetString(payment.Jws), payment.PaymentId);

    /// <summary>A payment of a classic payer.</summary>
    public static OfferedPayment Of(PaymentRequest payment, IPAddress address) => new(
        payment.Payer, payment.Amount, "", address, payment.ToText(), null);
}

/// <summary>A request for money: the owner may pay it, and nobody else can.</summary>
/// <param name="From">Who wants to be paid.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Memo">What for; empty for none.</param>
internal sealed record MoneyRequest(string From, long Amount, string Memo) : InboxItem(From, Amount, Memo);
