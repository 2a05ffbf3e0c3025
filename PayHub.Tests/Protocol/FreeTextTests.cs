using System.Text;
using CsCheck;
using PayHub.Protocol.Replies;

namespace PayHub.Tests.Protocol;

/// <summary>docs/protocol.md, "Dialect": free text in fields.</summary>
public sealed class FreeTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "Zg")]
    [InlineData("fo", "Zm8")]
    [InlineData("foo", "Zm9v")]
    [InlineData("\u00ff\u00ff>?", "w7_Dvz4_")]
    public void Text_has_one_field(string text, string field)
    {
        Assert.Equal(field, FreeText.Encode(text));
        Assert.True(FreeText.TryDecode(Bytes.Of(field), out var decoded));
        Assert.Equal(text, decoded);
    }

    [Theory]
    [InlineData("Z")]
    [InlineData("Zh")]
    [InlineData("Zg==")]
    [InlineData("Zm9v ")]
    [InlineData(" Zm9v")]
    [InlineData("Zm 9v")]
    [InlineData("Zm9v\n")]
    [InlineData("w7/Dvz4/")]
    [InlineData("_w")]
    [InlineData("7aCA")]
    [InlineData("#")]
    public void Other_forms_are_no_text(string field) => Assert.False(FreeText.TryDecode(Bytes.Of(field), out _));

    [Fact]
    public void Whatever_is_read_is_the_field_of_what_it_says() => Gen.Char['+', 'z'].Array[0, 12].Sample(chars =>
    {
        var field = new string(chars);
        if (FreeText.TryDecode(Encoding.ASCII.GetBytes(field), out var text))
            Assert.Equal(field, FreeText.Encode(text));
    }, iter: 50_000);
}
