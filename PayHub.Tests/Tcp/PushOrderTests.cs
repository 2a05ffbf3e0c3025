using System.Globalization;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>What an answer says is never older than what was pushed in front of it: clients take the last word for the truth.</summary>
public sealed class PushOrderTests
{
    [Theory]
    [InlineData("List")]
    [InlineData("HISTORY#1")]
    public async Task No_answer_tells_the_balance_from_before_a_push(string question)
    {
        const int Payments = 500;
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        var paying = bob.Client.SendAsync(string.Concat(Enumerable.Range(0, Payments).Select(_ => bob.Sign(1, "alice") + "\n")));
        for (long pushed = 10_000; pushed < 10_000 + Payments;)
        {
            await alice.Client.SendAsync(question + "\n");
            string line;
            while ((line = await alice.ReadLineAsync()).StartsWith("* PAID#", StringComparison.Ordinal))
                pushed = Number(line.Split('#')[4]);
            var answered = question == "List" ? (await alice.Client.ReadListAsync(line)).Balance : Number((await alice.ReadLineAsync()).Split('#')[5]);
            Assert.True(answered >= pushed, $"{answered} was answered behind a push of {pushed}");
        }
        await paying;
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
