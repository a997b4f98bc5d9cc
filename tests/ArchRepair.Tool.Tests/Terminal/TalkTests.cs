using ArchRepair.Core.Protocol;
using ArchRepair.Tool.Terminal;

namespace ArchRepair.Tool.Tests.Terminal;

[TestFixture]
public sealed class TalkTests
{
    [Test]
    public void A_log_gets_a_plain_line_with_the_time_left_now_and_then()
    {
        var clock = new ManualClock();
        var writer = new StringWriter();
        var talk = new Talk(writer, isSilent: false, isDetailed: false, isLive: false, clock);
        for (var second = 0; second <= 100; second++)
        {
            clock.Seconds = second;
            talk.Progress(new WorkerLine("evaluate", second * 100, 10_000));
        }

        Assert.That(writer.ToString().Split(writer.NewLine, StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[]
        {
            "  evaluate: 30 %, 3,000 of 10,000, about 70 s left",
            "  evaluate: 60 %, 6,000 of 10,000, about 40 s left",
            "  evaluate: 90 %, 9,000 of 10,000, about 10 s left",
        }));
    }

    [Test]
    public void A_short_step_leaves_no_line_in_a_log_and_a_silent_talk_none_at_all()
    {
        var clock = new ManualClock();
        var (plain, silent) = (new StringWriter(), new StringWriter());
        foreach (var second in new[] { 0, 10, 20 })
        {
            clock.Seconds = second;
            new Talk(plain, false, false, false, clock).Progress(new WorkerLine("evaluate", second, 20));
        }

        var quiet = new Talk(silent, true, false, false, clock);
        quiet.Progress(new WorkerLine("evaluate", 0, 20));
        clock.Seconds = 1000;
        quiet.Progress(new WorkerLine("evaluate", 10, 20));

        Assert.That(plain.ToString() + silent, Is.Empty);
    }

    private sealed class ManualClock : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
