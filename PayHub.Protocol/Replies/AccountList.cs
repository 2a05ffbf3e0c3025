namespace PayHub.Protocol.Replies;

/// <summary>The list, as a wallet reads it (docs/protocol.md, "Answers").</summary>
/// <param name="Balance">The asker's balance, in minor units.</param>
/// <param name="HubKey">The hub's sealing key: base64 of its SubjectPublicKeyInfo.</param>
/// <param name="Online">The accounts online, in the hub's order, the asker included.</param>
public sealed record AccountList(long Balance, string HubKey, IReadOnlyList<OnlineAccount> Online)
{
    /// <summary>The account online of that name, in any ASCII case; null where the list has none.</summary>
    public OnlineAccount? Find(string name) => Online.FirstOrDefault(account => account.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One account online: one line of the list.</summary>
/// <param name="Name">The account's name, as registered.</param>
/// <param name="Address">The address that the hub sees.</param>
/// <param name="Port">The port at which the account's wallet takes payments, 1 to 65535.</param>
public sealed record OnlineAccount(string Name, System.Net.IPAddress Address, int Port);
