using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace PayHub.Tests.Support;

/// <summary>The openssl program, which knows nothing of PayHub: who agrees with it has read the standards as others do.</summary>
internal static class OpenSsl
{
    /// <summary>Skips the test where openssl 3 is not there; where PAYHUB_REQUIRE_OPENSSL is 1, as in CI, fails it.</summary>
    public static async Task RequireAsync()
    {
        string version;
        try
        {
            version = Encoding.ASCII.GetString(await RunAsync("openssl", ["version"]));
        }
        catch (Win32Exception)
        {
            version = "nothing";
        }
        if (version.StartsWith("OpenSSL ", StringComparison.Ordinal) && version["OpenSSL ".Length] >= '3')
            return;
        throw TestEnvironment.Missing("PAYHUB_REQUIRE_OPENSSL", $"OpenSSL 3 or later is not there (found {version.Trim()}): install the package openssl.");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to its standard output; with what it wrote to its errors, a failure when it ends with another code.</returns>
    public static async Task<byte[]> RunAsync(string program, IEnumerable<string> arguments, byte[]? input = null, int exitCode = 0)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var copied = process.StandardOutput.BaseStream.CopyToAsync(output);
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input ?? []);
        process.StandardInput.Close();
        await Task.WhenAll(copied, errors, process.WaitForExitAsync()).WaitAsync(TestEnvironment.Bound);
        Assert.True(exitCode == process.ExitCode, $"{program} ended with {process.ExitCode}: {await errors}");
        return output.ToArray();
    }

    /// <summary>Runs openssl; its standard input stays open until it ends by itself. Skips the test where it is not there.</summary>
    /// <param name="arguments">The arguments, separated by blanks.</param>
    /// <param name="input">What it reads first.</param>
    /// <returns>What it wrote, standard error last.</returns>
    public static async Task<string> TalkAsync(string arguments, string input)
    {
        await RequireAsync();
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
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
