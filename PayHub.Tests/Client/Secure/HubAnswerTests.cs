using System.Net;
using System.Text;
using CsCheck;
using PayHub.Client.Hub;
using PayHub.Client.Payments;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Replies;

namespace PayHub.Tests.Client.Secure;

public sealed class HubAnswerTests
{
    private static readonly string Key = Identity.Create().Public.Base64;

    [Fact]
    public void Every_push_of_the_hub_is_read()
    {
        Assert.Equal(new PaidNews(7, "alice", 10, 110, "für Käse", "0123456789abcdef"), Pushed(line => Push.WritePaid(line, 7, "alice", 10, 110, "für Käse", "0123456789abcdef")));
        Assert.Equal(new PaidNews(7, "alice", 10, 110, "", null), Pushed(line => Push.WritePaid(line, 7, "alice", 10, 110, null, null)));
        Assert.Equal(new SentNews(7, "bob", 10, 90, "0123456789abcdef"), Pushed(line => Push.WriteSent(line, 7, "bob", 10, 90, "0123456789abcdef")));
        Assert.Equal(new RefusedNews(null, "bob", 10, 350), Pushed(line => Push.WriteRefused(line, null, "bob", 10, RefusalCode.InsufficientFunds)));
        Assert.Equal(new FriendNews("bob", "incoming"), Pushed(line => Push.WriteFriend(line, "bob", "incoming")));
        Assert.Equal(new PresenceNews("bob", true), Pushed(line => Push.WritePresence(line, "bob", true)));
        Assert.Equal(new PresenceNews("bob", false), Pushed(line => Push.WritePresence(line, "bob", false)));
        Assert.Equal(new ByeNews("takeover"), Pushed(line => Push.WriteBye(line, "takeover")));
        Assert.Equal(new MissedNews(), HubNewsReader.Read(Encoding.ASCII.GetString(Push.Missed).TrimEnd()));
    }

    [Theory]
    [InlineData("* PAID#x#alice#10#110##-")]
    [InlineData("* PAID#7#no name#10#110##-")]
    [InlineData("* PAID#7#alice#10#110#%%%#-")]
    [InlineData("* PAID#7#alice#-10#110##-")]
    [InlineData("* PAID#7#alice#10#110##-#more")]
    [InlineData("* SOMETHING#new")]
    [InlineData("PAID#7#alice#10#110##-")]
    [InlineData("* ")]
    public void What_is_no_push_is_passed_over(string line) => Assert.Null(HubNewsReader.Read(line));

    [Fact]
    public void A_memo_cannot_paint_the_terminal()
    {
        var news = Assert.IsType<PaidNews>(Pushed(line => Push.WritePaid(line, 7, "alice", 10, 110, "\u001b[2Jpaid\u202e", null)));
        Assert.Equal("paid", news.Memo);
    }

    [Fact]
    public void Whatever_is_pushed_reading_never_fails() =>
        Gen.String[Gen.Char["*# PAIDSENTREFUSEDFRIENDONLINEBYE0123456789-_aé\0"], 0, 80].Sample(text => { HubNewsReader.Read("* " + text); });

    [Fact]
    public async Task Answers_come_in_order_whatever_is_pushed_between()
    {
        var pushed = new List<string>();
        var queue = new ReplyQueue(pushed.Add);
        var (login, friends, refused, ping) = (queue.Expect(ReplyShape.AccountList), queue.Expect(ReplyShape.Rows), queue.Expect(ReplyShape.AccountList), queue.Expect(ReplyShape.Line));
        Take(queue, "100", "KEY", "* ONLINE#bob", "1", "alice#127.0.0.1#7001", "100 OK#2", "bob#friends#online#-#-", "* MISSED", "carol#incoming#offline#-#-", "220 AUTH_FAIL", "100 OK#5");
        var list = (await login).List!;
        Assert.Equal((100, "alice"), (list.Balance, list.Online[0].Name));
        Assert.Equal(["bob#friends#online#-#-", "carol#incoming#offline#-#-"], (await friends).Rows);
        Assert.Equal(220, (await refused).Code);
        Assert.Equal(["5"], (await ping).Fields);
        Assert.Equal(["* ONLINE#bob", "* MISSED"], pushed);
    }

    [Fact]
    public async Task An_empty_list_is_complete_at_once_and_a_broken_one_ends_the_connection()
    {
        var queue = new ReplyQueue(_ => { });
        var none = queue.Expect(ReplyShape.Rows);
        Take(queue, "100 OK#0");
        Assert.Empty((await none).Rows);
        foreach (var head in new[] { "100 OK", "100 OK#x", "100 OK#-1", "100 OK#100001" })
        {
            _ = queue.Expect(ReplyShape.Rows);
            Assert.Throws<InvalidDataException>(() => Take(queue, head));
        }
    }

    [Fact]
    public async Task What_is_owed_fails_with_the_connection()
    {
        var queue = new ReplyQueue(_ => { });
        var owed = queue.Expect(ReplyShape.Line);
        queue.Fail(new HubLostException("gone"));
        await Assert.ThrowsAsync<HubLostException>(() => owed);
        Assert.Throws<HubLostException>(() => Expect(queue));
    }

    [Fact]
    public void An_account_is_read_with_its_key_and_address()
    {
        var who = WhoIs.Parse($"bob#keyed#{Key}#online#127.0.0.1#7001".Split('#'));
        Assert.Equal((Key, new IPEndPoint(IPAddress.Loopback, 7001)), (who!.Key!.Base64, who.Address));
        Assert.Equal(new WhoIs("bob", null, false, null), WhoIs.Parse("bob#keyless#-#offline#-#-".Split('#')));
        Assert.Null(WhoIs.Parse("bob#keyed#-#online#127.0.0.1#7001".Split('#')));
        Assert.Null(WhoIs.Parse("bob#keyed#AAAA#online#127.0.0.1#7001".Split('#')));
        Assert.Null(WhoIs.Parse("bob#keyless#-".Split('#')));
    }

    [Fact]
    public void Whatever_is_answered_reading_never_fails()
    {
        var fields = Gen.OneOf("bob", "", "-", "keyed", "keyless", "online", "friends", "in", "1", "-5", "9223372036854775808", "PAYHUB/1", "EUR", "99", Key, "127.0.0.1",
            "2030-01-01T00:00:00Z", "99999999999999999999", "é", "Zm9v", "%%%");
        fields.Array[0, 12].Sample(all =>
        {
            var line = string.Join('#', all);
            WhoIs.Parse(all);
            HubGreeting.Parse(all);
            Friend.Parse(line);
            HistoryEntry.Parse(line);
            HubReply.Parse(line);
        });
    }

    [Fact]
    public void Whatever_comes_in_only_a_broken_list_ends_the_connection() =>
        Gen.Select(Gen.OneOf("100 OK#2", "100 OK#0", "100", "KEY", "1", "bob#127.0.0.1#1", "* MISSED", "Bye", "", "é", "429 TOO_MANY").Array[0, 12],
            Gen.OneOf(ReplyShape.Line, ReplyShape.Rows, ReplyShape.AccountList).Array[0, 5]).Sample((lines, shapes) =>
        {
            var queue = new ReplyQueue(_ => { });
            foreach (var shape in shapes)
                _ = queue.Expect(shape);
            try
            {
                foreach (var line in lines)
                    queue.Take(Encoding.UTF8.GetBytes(line));
            }
            catch (InvalidDataException)
            {
            }
        });

    [Theory]
    [InlineData("100 OK#7#90", true, "Executed")]
    [InlineData("350 INSUFFICIENT_FUNDS", true, "Refused")]
    [InlineData("342 CANCELLED", true, "Cancelled")]
    [InlineData("429 TOO_MANY", true, "Refused")]
    [InlineData("429 TOO_MANY", false, "Open")]
    [InlineData("220 AUTH_FAIL", false, "Open")]
    [InlineData("500 UNAVAILABLE", true, "Open")]
    [InlineData("500 UNAVAILABLE", false, "Open")]
    [InlineData("Bye", false, "Open")]
    [InlineData("310 BAD_SIGNATURE", false, "Refused")]
    public void A_submissions_answer_ends_a_payment_only_if_it_can(string line, bool isFirst, string state) =>
        Assert.Equal(state, $"{PaymentVerdict.OfSubmission(HubReply.Parse(line), isFirst).State}");

    [Theory]
    [InlineData("100 OK#7", "Executed", "Executed")]
    [InlineData("100 OK", "Executed", "Cancelled")]
    [InlineData("250 UNKNOWN", "Open", "Refused")]
    [InlineData("342 CANCELLED", "Cancelled", "Cancelled")]
    [InlineData("350 INSUFFICIENT_FUNDS", "Refused", "Refused")]
    [InlineData("500 UNAVAILABLE", "Open", "Open")]
    [InlineData("429 TOO_MANY", "Open", "Open")]
    [InlineData("220 AUTH_FAIL", "Open", "Open")]
    public void So_do_the_answers_to_status_and_cancel(string line, string status, string cancel)
    {
        Assert.Equal(status, $"{PaymentVerdict.OfStatus(HubReply.Parse(line)).State}");
        Assert.Equal(cancel, $"{PaymentVerdict.OfCancel(HubReply.Parse(line)).State}");
    }

    private static void Expect(ReplyQueue queue) => _ = queue.Expect(ReplyShape.Line);

    private delegate int PushWriter(Span<byte> line);

    private static HubNews? Pushed(PushWriter write)
    {
        var line = new byte[Push.MaxLength];
        return HubNewsReader.Read(Encoding.ASCII.GetString(line, 0, write(line)).TrimEnd());
    }

    private static void Take(ReplyQueue queue, params string[] lines)
    {
        foreach (var line in lines)
            queue.Take(Encoding.ASCII.GetBytes(line));
    }
}
