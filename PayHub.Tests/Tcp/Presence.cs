using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>Waits for what a logged-in client sees of the others.</summary>
internal static class Presence
{
    /// <summary>Asks for the list until an account is not on it.</summary>
    public static async Task WaitUntilGoneAsync(HubClient asker, string name)
    {
        for (var until = DateTime.UtcNow + TestEnvironment.Bound; DateTime.UtcNow < until;)
        {
            if (!(await asker.ListAsync()).Accounts.Any(a => a.StartsWith(name + "#", StringComparison.Ordinal)))
                return;
        }
        Assert.Fail($"{name} is still online");
    }
}
