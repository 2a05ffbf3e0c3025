using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Web.Components.AccountParts;

/// <summary>What screens call the states of accounts, sessions and friendships.</summary>
internal static class AccountWords
{
    /// <summary>The status as a word.</summary>
    public static string Word(this AccountStatus status) => status switch
    {
        AccountStatus.Active => "active",
        AccountStatus.Frozen => "frozen",
        AccountStatus.Closed => "closed",
        _ => status.ToString(),
    };

    /// <summary>Why a session ended.</summary>
    public static string Word(this SessionEnd end) => end switch
    {
        SessionEnd.Exit => "left",
        SessionEnd.ConnectionLost => "connection lost",
        SessionEnd.TakenOver => "logged in elsewhere",
        SessionEnd.LoggedInAnew => "logged in anew",
        SessionEnd.Idle => "idle for too long",
        SessionEnd.Misbehaved => "broke the protocol's limits",
        SessionEnd.Disconnected => "disconnected by an operator",
        SessionEnd.HubStopped => "the hub stopped",
        SessionEnd.OutcomeUnknown => "the disk failed during a payment",
        SessionEnd.KeyChanged => "a new key was bound",
        _ => end.ToString(),
    };

    /// <summary>What is between an account and another.</summary>
    public static string Word(this RelationKind kind) => kind switch
    {
        RelationKind.Friends => "are friends",
        RelationKind.HasAsked => "has asked them",
        RelationKind.WasAsked => "was asked by them",
        RelationKind.Blocks => "has blocked them",
        RelationKind.IsBlocked => "is blocked by them",
        _ => kind.ToString(),
    };
}
