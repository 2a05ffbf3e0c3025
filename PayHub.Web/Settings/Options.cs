namespace PayHub.Web.Settings;

/// <summary><c>PayHub:Operators</c>: the first operator, for automation.</summary>
public sealed class OperatorsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "PayHub:Operators";

    /// <summary>The fewest characters of an operator's password.</summary>
    public const int MinPasswordLength = 10;

    /// <summary>With <see cref="Password"/>, becomes the first Admin at start-up if there is none.</summary>
    public string Email { get; set; } = "";

    /// <summary>At least <see cref="MinPasswordLength"/> characters.</summary>
    public string Password { get; set; } = "";
}

/// <summary><c>PayHub:Dashboard</c>: how the dashboard is reached.</summary>
public sealed class DashboardOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "PayHub:Dashboard";

    /// <summary>Whose forwarded headers are believed: addresses or networks such as <c>10.0.0.0/8</c>, separated by commas.</summary>
    public string TrustedProxies { get; set; } = "";

    internal string[] TrustedProxyList =>
        TrustedProxies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
