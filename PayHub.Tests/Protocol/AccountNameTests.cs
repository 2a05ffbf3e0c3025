using PayHub.Protocol;

namespace PayHub.Tests.Protocol;

public sealed class AccountNameTests
{
    [Theory]
    [InlineData("REGISTER")]
    [InlineData("LIST")]
    [InlineData("EXIT")]
    [InlineData("HELLO")]
    [InlineData("WHOIS")]
    [InlineData("FRIENDS")]
    [InlineData("FRIEND")]
    [InlineData("HISTORY")]
    [InlineData("PING")]
    [InlineData("MSG")]
    [InlineData("REQUEST")]
    [InlineData("ENROL")]
    [InlineData("STATUS")]
    [InlineData("CANCEL")]
    public void A_reserved_word_is_no_name_in_any_case(string word)
    {
        Assert.False(AccountName.IsValid(word));
        Assert.False(AccountName.IsValid(word.ToLowerInvariant()));
        Assert.False(AccountName.IsValid(word[..1] + word[1..].ToLowerInvariant()));
        Assert.True(AccountName.IsValid(word + "1"));
        Assert.Equal(14, AccountName.Reserved.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("_alice")]
    [InlineData("@issuance")]
    [InlineData("\u0430lice")]
    [InlineData("alice\ud800")]
    [InlineData("alice\n")]
    public void What_the_grammar_does_not_know_is_no_name(string? text) => Assert.False(AccountName.IsValid(text));
}
