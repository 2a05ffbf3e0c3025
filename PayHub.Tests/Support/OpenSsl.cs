using System.Diagnostics;

namespace PayHub.Tests.Support;

/// <summary>The <c>openssl</c> command, where this machine has it.</summary>
internal static class OpenSsl
{
    /// <summary>Runs it; skips the test where it is not installed.</summary>
    /// <param name="arguments">The arguments, separated by blanks.</param>
    /// <param name="input">Its standard input, which stays open until it ends by itself.</param>
    /// <returns>What it wrote, standard error last.</returns>
    public static async Task<string> RunAsync(string arguments, string input)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo("openssl", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true } };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("openssl is not installed");
        }
        try
        {
            await process.StandardInput.WriteAsync(input);
            await process.StandardInput.FlushAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(TestEnvironment.Bound);
            return await output + await errors;
        }
        finally
        {
            process.Kill();
        }
    }
}
