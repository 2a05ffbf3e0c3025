namespace PayHub.Bench;

/// <summary>Makes the load generator cheap: a socket's answer is handled by the thread that polls, without a hop to the pool.</summary>
internal static class InlineCompletions
{
    /// <summary>Read once by the runtime, when the first socket is made.</summary>
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    public static void Enable() => Environment.SetEnvironmentVariable(Variable, "1");
}
