namespace PayHub.Tcp;

/// <summary><c>PayHub:Tcp</c>: the TCP endpoints and their limits.</summary>
public sealed class TcpOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "PayHub:Tcp";

    /// <summary>What the endpoints bind: an IP address.</summary>
    public string Address { get; set; } = "0.0.0.0";

    /// <summary>The plain endpoint's port; 0 any free one, -1 off.</summary>
    public int Port { get; set; } = 8888;

    /// <summary>The TLS endpoint's port; 0 any free one, -1 off.</summary>
    public int TlsPort { get; set; } = 8889;

    /// <summary>The most connections at once; further ones are told <c>429 TOO_MANY</c> and closed.</summary>
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>The most account lines of a <c>List</c> answer.</summary>
    public int ListLimit { get; set; } = 1000;

    /// <summary>How long bytes without a terminator wait before they count as a message.</summary>
    public TimeSpan UnterminatedGap { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>A session with no message for so long is closed.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Registrations, and failed logins, a minute and address; 0 is no limit.</summary>
    public int RegistrationsPerMinutePerAddress { get; set; } = 60;

    /// <summary>The operator's own certificate.</summary>
    public CertificateOptions Certificate { get; } = new();
}

/// <summary><c>PayHub:Tcp:Certificate</c>: the operator's own certificate for the TLS endpoint, in place of the hub's own key.</summary>
public sealed class CertificateOptions
{
    /// <summary>The file, PFX or PEM; empty: the hub makes a key of its own.</summary>
    public string Path { get; set; } = "";

    /// <summary>The file of the private key, where the certificate is PEM and the key is in another file.</summary>
    public string KeyPath { get; set; } = "";

    /// <summary>The password of the PFX, or of the PEM key.</summary>
    public string Password { get; set; } = "";
}
