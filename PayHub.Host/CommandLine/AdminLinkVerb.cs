using System.CommandLine;
using PayHub.Data.Storage;
using PayHub.Web.Operators;

namespace PayHub.Host.CommandLine;

/// <summary><c>admin-link</c>: a fresh one-time sign-in link for the hub that runs on the same data directory.</summary>
internal static class AdminLinkVerb
{
    public static Command Create(string[] settings)
    {
        var verb = new Command("admin-link", "Make a one-time link that signs an Admin in, or makes the first one");
        verb.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        using var hub = VerbHost.Open(settings);
        if (hub is null)
            return 1;
        var directory = hub.Services.GetRequiredService<DataDirectory>();
        try
        {
            var link = await new AdminLink(directory, TimeProvider.System).CreateAsync(cancellationToken);
            Console.WriteLine($"{RunningHub.AddressOf(hub.Services.GetRequiredService<IConfiguration>())}{link}");
            Console.WriteLine($"It works once, within {AdminLink.Lifetime.TotalMinutes:0} minutes, and ends any older link of {directory.Root}.");
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"payhub: no link was made: {error.Message}");
            return 1;
        }
    }
}
