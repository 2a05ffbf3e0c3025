namespace PayHub.Client.Hub;

/// <summary>What answers at the hub's address is not the hub that the owner trusts. Nothing was sent to it.</summary>
/// <param name="message">For the owner.</param>
/// <param name="expected">The fingerprint that the owner trusts; null where none is.</param>
/// <param name="shown">The fingerprint that was shown; null where there was no key that could be used.</param>
internal sealed class HubUntrustedException(string message, string? expected, string? shown) : Exception(message)
{
    /// <summary>The fingerprint that the owner trusts; null where none is.</summary>
    public string? Expected => expected;

    /// <summary>The fingerprint that was shown; null where there was no key that could be used.</summary>
    public string? Shown => shown;
}
