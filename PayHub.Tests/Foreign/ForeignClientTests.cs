using System.Diagnostics;
using PayHub.Tests.Client.Secure;
using PayHub.Tests.Support;

namespace PayHub.Tests.Foreign;

/// <summary>Clients that were written from docs/protocol.md, with no code of PayHub's, against the real hub.</summary>
public sealed class ForeignClientTests
{
    private static readonly string Folder = Path.Combine(TestEnvironment.RepositoryRoot, "PayHub.Tests", "Foreign");

    [Fact]
    public async Task A_shell_script_with_openssl_alone_signs_and_seals_payments()
    {
        await OpenSsl.RequireAsync();
        await RunAgainstHubAsync("bash", "signed-payment.sh");
    }

    [Fact]
    public async Task Plain_Python_signs_and_seals_payments()
    {
        var python = await RequirePythonAsync();
        await RunAgainstHubAsync(python, "signed_payment.py");
    }

    [Fact]
    public async Task Plain_Python_pays_a_wallet_directly()
    {
        var python = await RequirePythonAsync();
        await using var hub = Hub.Start();
        using var wallets = new SecureWallets(hub);
        await using var bob = await wallets.StartInWordsAsync("bob", "listen", "--accept");

        await RunAsync(python, "peer_payment.py", hub.Tls.Address.ToString(), $"{hub.Tls.Port}", hub.Services.Fingerprint());
        await bob.SeesAsync("Received 5 PTS from carl: tea");
    }

    private static async Task RunAgainstHubAsync(string interpreter, string script)
    {
        await using var hub = Hub.Start();
        await RunAsync(interpreter, script, hub.Tcp.Address.ToString(), $"{hub.Tls.Port}", $"{hub.Tcp.Port}", hub.Services.Fingerprint());
    }

    private static async Task RunAsync(string interpreter, string script, params string[] arguments)
    {
        var (exitCode, output) = await ExitCodeAsync(interpreter, [Path.Combine(Folder, script), .. arguments]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("done: transfer", output, StringComparison.Ordinal);
    }

    /// <summary>Finds a Python that has `cryptography`; without one skips the test, or where PAYHUB_REQUIRE_PYTHON is 1, as in CI, fails it.</summary>
    private static async Task<string> RequirePythonAsync()
    {
        // The system's own Python has the distribution's packages; the first on the path can be another one.
        foreach (var python in (string[])["python3", "/usr/bin/python3"])
        {
            if ((await ExitCodeAsync(python, "-c", "import cryptography.hazmat.primitives.ciphers.aead")).ExitCode == 0)
                return python;
        }
        throw TestEnvironment.Missing("PAYHUB_REQUIRE_PYTHON", "Python 3 with its package cryptography is not there: install python3-cryptography.");
    }

    private static async Task<(int ExitCode, string Output)> ExitCodeAsync(string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (-1, missing.Message);
        }
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(3 * TestEnvironment.Bound);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
