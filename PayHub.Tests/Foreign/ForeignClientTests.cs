using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Tcp.Keys;
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
        string[] question = ["-c", "import cryptography.hazmat.primitives.ciphers.aead"];
        // The system's own Python has the distribution's packages; the first on the path can be another one.
        var python = (await ExitCodeAsync("python3", question)).ExitCode == 0 ? "python3" : "/usr/bin/python3";
        await RequirePythonAsync(python, question);
        await RunAgainstHubAsync(python, "signed_payment.py");
    }

    private static async Task RunAgainstHubAsync(string interpreter, string script)
    {
        await using var hub = Hub.Start();
        string[] arguments =
        [
            Path.Combine(Folder, script), hub.Tcp.Address.ToString(), $"{hub.Tls.Port}", $"{hub.Tcp.Port}", hub.Services.GetRequiredService<HubIdentity>().Fingerprint,
        ];
        var (exitCode, output) = await ExitCodeAsync(interpreter, arguments);
        Assert.True(exitCode == 0, output);
        Assert.Contains("done: transfer", output, StringComparison.Ordinal);
    }

    /// <summary>Skips the test where Python has no `cryptography`; where PAYHUB_REQUIRE_PYTHON is 1, as in CI, fails it.</summary>
    private static async Task RequirePythonAsync(string python, string[] question)
    {
        if ((await ExitCodeAsync(python, question)).ExitCode == 0)
            return;
        const string Reason = "Python 3 with its package cryptography is not there: install python3-cryptography.";
        if (Environment.GetEnvironmentVariable("PAYHUB_REQUIRE_PYTHON") == "1")
            Assert.Fail(Reason);
        Assert.Skip(Reason);
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
