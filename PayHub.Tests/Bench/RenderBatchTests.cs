using System.Text;
using PayHub.Bench.Dashboards;

namespace PayHub.Tests.Bench;

public sealed class RenderBatchTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(0, "nothing of the kind")]
    [InlineData(42, "before", "/ledger/42", "/ledger/7", "behind")]
    [InlineData(9223372036854775807, "/ledger/9223372036854775807")]
    [InlineData(0, "/ledger/", "/ledger/-5", "/ledger/x", "/ledger/9223372036854775808")]
    public void The_newest_transfer_is_the_highest_number_that_a_whole_string_links_to(long newest, params string[] strings) =>
        Assert.Equal(newest, RenderBatch.NewestTransfer(Encode(strings)));

    [Fact]
    public void What_stands_behind_a_string_is_no_part_of_its_number()
    {
        // The length of the next string, 49, is the digit 1.
        Assert.Equal(42, RenderBatch.NewestTransfer(Encode("/ledger/42", new string('x', 49))));
        Assert.Equal(0, RenderBatch.NewestTransfer("/ledger/42"u8));
        Assert.Equal(0, RenderBatch.NewestTransfer(Encode("/ledger/42").AsSpan()[..^1]));
    }

    private static byte[] Encode(params string[] strings) => [.. strings.SelectMany(text => (byte[])[(byte)text.Length, .. Encoding.UTF8.GetBytes(text)])];
}
