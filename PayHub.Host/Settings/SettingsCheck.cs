using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using PayHub.Data.Settings;
using PayHub.Web.Settings;

namespace PayHub.Host.Settings;

/// <summary>Every setting that PayHub knows, and what it may hold. Checked before anything starts.</summary>
internal static class SettingsCheck
{
    private const long MostMoney = 999_999_999_999_999_999;

    private static readonly Setting[] Known =
    [
        new("PayHub:DataDirectory", "the path of a folder", value => value.Trim().Length > 0 && !value.Contains('\0')),
        new("PayHub:Hub:Name", "1 to 64 printable characters, none of them #", IsHubName),
        new("PayHub:Tcp:Address", "an IP address, such as 0.0.0.0, 127.0.0.1 or ::", value => IPAddress.TryParse(value, out _)),
        Whole("PayHub:Tcp:Port", -1, 65535, "; 0 is any free port, -1 switches the endpoint off"),
        Whole("PayHub:Tcp:TlsPort", -1, 65535, "; 0 is any free port, -1 switches the endpoint off"),
        Whole("PayHub:Tcp:MaxConnections", 1, 1_000_000),
        Whole("PayHub:Tcp:ListLimit", 1, 100_000),
        Time("PayHub:Tcp:UnterminatedGap", TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10)),
        Time("PayHub:Tcp:IdleTimeout", TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)),
        Whole("PayHub:Tcp:RegistrationsPerMinutePerAddress", 0, 1_000_000, "; 0 is no limit"),
        new("PayHub:Tcp:Certificate:Path", "empty, or the path of a certificate, PFX or PEM", IsNoneOrFile),
        new("PayHub:Tcp:Certificate:KeyPath", "empty, or the path of a private key in PEM", IsNoneOrFile),
        new("PayHub:Tcp:Certificate:Password", "empty, or the password of the certificate's private key", value => !value.Any(char.IsControl)) { IsSecret = true },
        OneOf<RegistrationMode>("PayHub:Accounts:Registration"),
        Whole("PayHub:Accounts:OpeningBalance", 0, MostMoney, "; minor units"),
        new("PayHub:Accounts:AllowKeyless", "true or false", value => bool.TryParse(value, out _)),
        Whole("PayHub:Accounts:KeylessPaymentLimit", 0, MostMoney, "; minor units, 0 is no limit"),
        Whole("PayHub:Accounts:KeylessDailyLimit", 0, MostMoney, "; minor units, 0 is no limit"),
        new("PayHub:Currency:Code", "1 to 8 letters or digits", value => value.Length is >= 1 and <= 8 && value.All(char.IsAsciiLetterOrDigit)),
        Whole("PayHub:Currency:Decimals", 0, 8),
        OneOf<DatabaseProvider>("PayHub:Database:Provider"),
        new("PayHub:Database:ConnectionString", "empty, or an SQLite connection string such as Data Source=payhub.db", IsConnectionString) { IsSecret = true },
        new("PayHub:Operators:Email", "empty, or an e-mail address", value => value.Length == 0 || IsEmail(value)),
        new("PayHub:Operators:Password", $"empty, or at least {OperatorsOptions.MinPasswordLength} characters",
            value => value.Length is 0 or >= OperatorsOptions.MinPasswordLength) { IsSecret = true },
        new("PayHub:Dashboard:TrustedProxies", "empty, or IP addresses or networks (CIDR), separated by commas", AreNetworks),
    ];

    /// <summary>What is wrong with the settings, a sentence each: the key, what it holds, what it may hold.</summary>
    public static IReadOnlyList<string> Faults(IConfiguration configuration)
    {
        var faults = Known
            .Where(setting => configuration[setting.Key] is { } value && !setting.IsValid(value))
            .Select(setting => $"{setting.Key} is {Shown(setting, configuration)}; it must be {setting.Allowed}.")
            .ToList();
        if (DashboardAddresses.Fault(configuration) is { } fault)
            faults.Add($"Urls: {fault}; it must be addresses such as http://localhost:8080, separated by semicolons.");
        if (string.IsNullOrEmpty(configuration["PayHub:Operators:Email"]) != string.IsNullOrEmpty(configuration["PayHub:Operators:Password"]))
            faults.Add("PayHub:Operators:Email and PayHub:Operators:Password must be given both, or neither.");
        if (string.IsNullOrEmpty(configuration["PayHub:Tcp:Certificate:Path"]) && !string.IsNullOrEmpty(configuration["PayHub:Tcp:Certificate:KeyPath"]))
            faults.Add("PayHub:Tcp:Certificate:KeyPath is given, but not the certificate: PayHub:Tcp:Certificate:Path must be its path.");
        return faults;
    }

    /// <summary>The keys under <c>PayHub</c> that PayHub does not know: most likely misspelt.</summary>
    public static IEnumerable<string> UnknownKeys(IConfiguration configuration) =>
        configuration.GetSection("PayHub").AsEnumerable()
            .Select(pair => pair.Key)
            .Where(key => !configuration.GetSection(key).GetChildren().Any())
            .Where(key => !Known.Any(setting => string.Equals(setting.Key, key, StringComparison.OrdinalIgnoreCase)));

    private static string Shown(Setting setting, IConfiguration configuration) =>
        setting.IsSecret ? "not valid (its value is not shown)" : $"'{configuration[setting.Key]}'";

    private static Setting Whole(string key, long least, long most, string more = "") =>
        new(key, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}{more}"),
            value => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);

    // Without a colon .NET takes a number for days, which nobody means.
    private static Setting Time(string key, TimeSpan least, TimeSpan most) =>
        new(key, $"a time hh:mm:ss.fff from {least:c} to {most:c}",
            value => value.Contains(':') && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) && time >= least && time <= most);

    private static Setting OneOf<TEnum>(string key) where TEnum : struct, Enum =>
        new(key, string.Join(" or ", Enum.GetNames<TEnum>()),
            value => Enum.GetNames<TEnum>().Contains(value, StringComparer.OrdinalIgnoreCase));

    private static bool IsNoneOrFile(string value) => value.Length == 0 || File.Exists(value);

    private static bool IsHubName(string value) =>
        value.Trim().Length is >= 1 and <= 64 && !value.Contains('#') && !value.Any(char.IsControl);

    private static bool AreNetworks(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .All(one => IPAddress.TryParse(one, out _) || IPNetwork.TryParse(one, out _));

    // As Identity asks it when the first Admin is made, which would stop a start half-way.
    private static bool IsEmail(string value) => new EmailAddressAttribute().IsValid(value);

    private static bool IsConnectionString(string value)
    {
        try
        {
            return value.Length == 0 || new SqliteConnectionStringBuilder(value).DataSource.Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>A setting.</summary>
/// <param name="Key">Its configuration key.</param>
/// <param name="Allowed">What it may hold, in words that follow "it must be".</param>
/// <param name="IsValid">Whether it may hold a value.</param>
internal sealed record Setting(string Key, string Allowed, Func<string, bool> IsValid)
{
    /// <summary>Whether its value is never shown.</summary>
    public bool IsSecret { get; init; }
}
