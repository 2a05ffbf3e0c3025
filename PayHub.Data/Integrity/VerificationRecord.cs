using System.Text.Json;
using PayHub.Data.Ledger;
using PayHub.Data.Storage;

namespace PayHub.Data.Integrity;

/// <summary>A verification that ended, as it is remembered.</summary>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Transfers">How many transfers were checked.</param>
/// <param name="Signatures">How many payers' signatures were checked.</param>
/// <param name="Accounts">How many accounts' balances were checked.</param>
/// <param name="Block">The number of the newest block that was checked; 0 for none.</param>
/// <param name="Hash">That block's hash, in hex; null for none.</param>
/// <param name="Fault">The first fault, in words; null where all was well.</param>
/// <param name="By">Who started it: an operator's name, or the command line.</param>
public sealed record VerificationResult(
    DateTimeOffset At, double Seconds, long Transfers, long Signatures, int Accounts, long Block, string? Hash, string? Fault, string By)
{
    /// <summary>The result of a verification.</summary>
    public static VerificationResult Of(VerificationReport report, DateTimeOffset at, TimeSpan took, string by) => new(
        at, Math.Round(took.TotalSeconds, 3), report.Transfers, report.Signatures, report.Accounts,
        report.Head?.Number ?? 0, report.Head is { } head ? Convert.ToHexStringLower(head.Hash) : null, report.Fault, by);
}

/// <summary>Remembers the last verification in a private file of the data directory, so that a restart does not forget it.</summary>
/// <param name="directory">The data directory.</param>
public sealed class VerificationRecord(DataDirectory directory)
{
    private readonly Lock _reading = new();
    private (DateTime Written, VerificationResult? Result)? _known;

    private string File => directory.File("verification.json");

    /// <summary>The last verification, by the hub or by its command line; null for none, or where the file can't be read.</summary>
    public VerificationResult? Read()
    {
        lock (_reading)
        {
            // Written in place by another process at any time, so it is looked at each time; read only where it changed.
            var written = System.IO.File.GetLastWriteTimeUtc(File);
            if (_known is not { } known || known.Written != written)
                _known = known = (written, ReadFile());
            return known.Result;
        }
    }

    /// <summary>Remembers a verification.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public Task WriteAsync(VerificationResult result) => PrivateFile.WriteAsync(File, JsonSerializer.SerializeToUtf8Bytes(result));

    private VerificationResult? ReadFile()
    {
        try
        {
            return System.IO.File.Exists(File) ? JsonSerializer.Deserialize<VerificationResult>(System.IO.File.ReadAllBytes(File)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
