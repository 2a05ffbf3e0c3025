using PayHub.Data.Ledger;

namespace PayHub.Data.Webhooks;

/// <summary>The events that webhooks can be told of.</summary>
public static class WebhookEvents
{
    /// <summary>A payment was executed.</summary>
    public const string PaymentCompleted = "payment.completed";

    /// <summary>A payment was refused.</summary>
    public const string PaymentRefused = "payment.refused";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [PaymentCompleted, PaymentRefused, AccountEvents.Created, AccountEvents.Frozen];

    /// <summary>The events in a webhook's stored list.</summary>
    public static string[] Split(string events) => events.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
