using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace PayHub.Web.Trouble;

/// <summary>Gives each unforeseen error a number that the operator sees and the log knows.</summary>
/// <param name="logger">Where it is written.</param>
public sealed partial class TroubleLog(ILogger<TroubleLog> logger)
{
    // Read out over the phone: no letter looks like a figure.
    private const string Characters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int Length = 8;

    /// <summary>Writes an error to the log.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="where">The page's path.</param>
    /// <returns>The number under which it is found there.</returns>
    public string Note(Exception error, string where)
    {
        var reference = RandomNumberGenerator.GetString(Characters, Length);
        LogTrouble(error, reference, where);
        return reference;
    }

    [LoggerMessage(4010, LogLevel.Error, "Reference {Reference}: the page {Where} failed.")]
    private partial void LogTrouble(Exception error, string reference, string where);
}
