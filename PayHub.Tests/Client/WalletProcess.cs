using System.Net;
using System.Text.Json;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>The wallet as users run it: a process of its own, its input and output redirected.</summary>
internal sealed class WalletProcess(ChildProcess child) : IAsyncDisposable
{
    public ChildProcess Process => child;

    /// <summary>Starts the wallet on the classic protocol.</summary>
    public static WalletProcess Start(IPEndPoint hub, string home, params string[] arguments) =>
        new(ChildProcess.Start(TestEnvironment.WalletProgram, home, ["--plain", "--hub", hub.ToString(), "--home", home, .. arguments]));

    public async Task TypeAsync(string line)
    {
        await child.Input.WriteLineAsync(line);
        await child.Input.FlushAsync();
    }

    /// <summary>Waits for a line that begins like this.</summary>
    public Task<string> SeesAsync(string beginning) => child.WaitForLineAsync(line => line.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>Waits for a JSON event.</summary>
    public async Task<JsonElement> SeesEventAsync(string name) =>
        JsonDocument.Parse(await child.WaitForLineAsync(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString() == name)).RootElement;

    public Task<int> WaitForExitAsync() => child.WaitForExitAsync();

    public ValueTask DisposeAsync() => child.DisposeAsync();
}
