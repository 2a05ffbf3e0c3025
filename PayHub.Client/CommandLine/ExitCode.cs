namespace PayHub.Client.CommandLine;

/// <summary>The process's exit codes (protocol.md, B6): scripts rely on the numbers.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>The hub refused, and its code is printed; or the wallet did, or nobody answered, and the reason is printed.</summary>
    Refused = 1,

    /// <summary>The command line, or a value in it, is wrong.</summary>
    Usage = 2,

    /// <summary>The hub or the payee can't be reached, or the hub closed the connection.</summary>
    Unreachable = 3,

    /// <summary>Another key than the trusted one, of the hub or of a friend; or the hub is new and was not trusted. Nothing was sent.</summary>
    Untrusted = 4,
}
