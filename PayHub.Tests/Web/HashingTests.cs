using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;
using PayHub.Web.Operators;

namespace PayHub.Tests.Web;

/// <summary>Hashing a password is slow on purpose: payments must not wait for it.</summary>
public sealed class HashingTests
{
    private const string Another = "another horse battery";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_password_is_hashed_while_the_database_is_held()
    {
        await using var hub = Hub.Start(services => services.AddSingleton<IPasswordHasher<Operator>, WatchedHasher>());
        var hasher = (WatchedHasher)hub.Services.GetRequiredService<IPasswordHasher<Operator>>();
        using var http = hub.CreateHttpClient();
        var link = await hub.Services.GetRequiredService<AdminLink>().CreateAsync(Stop);
        using var made = await http.SubmitAsync(link, ("New.Email", Operating.Email), ("New.Password", Operating.Password), ("New.Again", Operating.Password));
        Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        using var changed = await http.SubmitAsync("/account/password", ("Form.Present", Operating.Password), ("Form.New", Another), ("Form.Again", Another));
        Assert.Contains("Your password is changed.", await changed.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        await using var scope = hub.Services.CreateAsyncScope();
        var office = scope.ServiceProvider.GetRequiredService<OperatorLinks>();
        var act = new Data.Ledger.OperatorAct("id", Operating.Email, "-", "operator.invite", "operator", "bea@example.org", "helps");
        var invited = await office.InviteAsync(act, "bea@example.org", OperatorRoles.Viewer);
        using var other = hub.CreateHttpClient();
        using var joined = await other.SubmitAsync(invited.Link!, ("Joined.Password", Another), ("Joined.Again", Another));
        Assert.Equal(HttpStatusCode.Found, joined.StatusCode);
        Assert.Equal((3, 0), (hasher.Hashed, hasher.WhileHeld));
    }

    private sealed class WatchedHasher(WriteGate gate) : IPasswordHasher<Operator>
    {
        private readonly PasswordHasher<Operator> _real = new();

        public int Hashed { get; private set; }

        public int WhileHeld { get; private set; }

        public string HashPassword(Operator user, string password)
        {
            Hashed++;
            // Another writer may be at work for a moment: who holds the gate while hashing never lets this one in.
            var entering = gate.EnterAsync().AsTask();
            if (entering.Wait(TimeSpan.FromSeconds(2)))
                entering.Result.Dispose();
            else
            {
                WhileHeld++;
                entering.ContinueWith(late => late.Result.Dispose(), TaskScheduler.Default);
            }
            return _real.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(Operator user, string hashedPassword, string providedPassword) =>
            _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
