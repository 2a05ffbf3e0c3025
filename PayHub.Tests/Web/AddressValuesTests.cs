using PayHub.Data.Model;
using PayHub.Web.Filters;

namespace PayHub.Tests.Web;

public sealed class AddressValuesTests
{
    [Theory]
    [InlineData("frozen", AccountStatus.Frozen)]
    [InlineData("FROZEN", AccountStatus.Frozen)]
    [InlineData("1", null)]
    [InlineData("+1", null)]
    [InlineData("99", null)]
    [InlineData("-1", null)]
    [InlineData("active,frozen", null)]
    [InlineData(" frozen", null)]
    [InlineData("frosty", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_word_of_an_address_is_what_a_member_is_called_and_nothing_else(string? text, AccountStatus? meant) =>
        Assert.Equal(meant, text.Word<AccountStatus>());

    [Theory]
    [InlineData("99")]
    [InlineData("1")]
    [InlineData("active,frozen")]
    public void What_is_no_word_is_noted_and_filters_nothing(string status)
    {
        var parts = new AddressParts(name => name == "status" ? status : null);
        Assert.Null(parts.AccountFilter().Status);
        Assert.Equal(["status"], parts.Wrong);
    }
}
