using System.Text.Encodings.Web;
using System.Text.Json;

namespace PayHub.Client.Output;

/// <summary>One JSON object a line on standard output, for programs.</summary>
internal sealed class JsonOutput(TextWriter output) : IWalletOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void Show(WalletEvent happened)
    {
        var line = JsonSerializer.Serialize(happened, Options);
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
