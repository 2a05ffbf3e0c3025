using System.Text;
using PayHub.Client.Hub;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

public sealed class PendingAnswersTests
{
    private readonly List<HubPush> _pushes = [];
    private readonly PendingAnswers _answers;

    public PendingAnswersTests() => _answers = new PendingAnswers(_pushes.Add);

    [Fact]
    public async Task Answers_go_to_their_requests_in_order_and_pushes_to_nobody()
    {
        var (first, second) = (_answers.Expect(), _answers.Expect());
        Take("Transfer OK!", "7", "KEY", "1", "alice#127.0.0.1#7001", "Transfer Fail!", "210 FAIL");
        Assert.Equal(7, (await Bounded(first)).List!.Balance);
        Assert.Equal("210 FAIL", (await Bounded(second)).Line);
        Assert.Equal([HubPush.TransferOk, HubPush.TransferFail], _pushes);
    }

    [Fact]
    public async Task A_relay_that_the_hub_executes_is_answered_by_silence()
    {
        var owed = new[] { _answers.Expect(), _answers.Expect(isRelay: true), _answers.Expect() };
        Take("5", "KEY", "0", "Transfer OK!", "15", "KEY", "0");
        var answers = await Bounded(Task.WhenAll(owed));
        Assert.Equal([5L, null, 15L], answers.Select(answer => answer.List?.Balance));
        Assert.Equal("", answers[1].Line);
        Assert.Equal([HubPush.TransferOk], _pushes);
    }

    [Theory]
    [InlineData("Transfer Fail!")]
    [InlineData("429 TOO_MANY")]
    public async Task A_relay_that_the_hub_refuses_to_the_submitter_gets_the_line(string refusal)
    {
        var owed = new[] { _answers.Expect(), _answers.Expect(isRelay: true), _answers.Expect() };
        Take("5", "KEY", "0", refusal, "5", "KEY", "0");
        Assert.Equal(["", refusal, ""], (await Bounded(Task.WhenAll(owed))).Select(answer => answer.Line));
        Assert.Empty(_pushes);
    }

    [Fact]
    public async Task What_the_hub_says_unasked_is_kept_and_a_lost_hub_fails_what_it_owes()
    {
        Take("429 TOO_MANY");
        Assert.Equal("429 TOO_MANY", _answers.UnaskedLine);
        var owed = _answers.Expect();
        _answers.Fail(new HubLostException("gone"));
        await Assert.ThrowsAsync<HubLostException>(() => Bounded(owed));
        await Assert.ThrowsAsync<HubLostException>(() => _answers.Expect());
    }

    [Fact]
    public async Task Escape_sequences_in_a_hubs_line_are_gone()
    {
        var owed = _answers.Expect();
        Take("210 \u001b]0;title\u0007FA\u001b[31mIL\u0008");
        Assert.Equal("210 FAIL", (await Bounded(owed)).Line);
    }

    private static Task<T> Bounded<T>(Task<T> task) => task.WaitAsync(TestEnvironment.Bound);

    private void Take(params string[] lines)
    {
        foreach (var line in lines)
            _answers.Take(Encoding.UTF8.GetBytes(line));
    }
}
