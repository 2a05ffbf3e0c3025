using System.CommandLine;
using System.CommandLine.Parsing;
using PayHub.Bench.Hosts;

namespace PayHub.Bench.Payments;

/// <summary>The options of the verb <c>payments</c>.</summary>
internal sealed class PaymentOptions
{
    private const int CurvePairs = 4096;

    private readonly Option<PaymentMode> _mode = new Option<PaymentMode>("--mode")
    {
        Description = "plain: classic, in clear; signed: over TLS; sealed: signed and sealed, over TLS; rsa: classic, sealed",
        HelpName = "plain|signed|sealed|rsa",
        DefaultValueFactory = _ => PaymentMode.Plain,
    }.Takes(ParseMode, "plain, signed, sealed or rsa");

    private readonly Option<int?> _pairs = Options.Number("--pairs", "Pairs of a payer and a payee, each on its own connection: 64; with --curve the most, 4096", 1, 100_000);
    private readonly Option<int> _window = Options.Number("--window", "Payments of a pair that wait for their answer at once", 1, 1, 4096);
    private readonly Option<int?> _rate = Options.Number("--rate", "Payments a second, due at even intervals whether the hub keeps up or not; without it each pair pays as answers come", 1, 10_000_000);
    private readonly Option<int> _duration = Options.Duration();
    private readonly Option<int> _warmUp = Options.Number("--warm-up", "Seconds before that, unmeasured: the hub's code is compiled in them", 5, 1, 600);
    private readonly Option<int?> _prepare = Options.Number("--prepare", "Signed payments made beforehand, for each second: 25000 signed, 5000 sealed", 1, 1_000_000);
    private readonly Option<bool> _half = new("--half") { Description = "Then measure latency at half of the rate that was reached" };
    private readonly Option<bool> _curve = new("--curve") { Description = "Measure 1, 4, 16, 64, 256, 1024 and 4096 pairs" };
    private readonly Option<bool> _pgbench = new("--pgbench") { Description = "Also run PostgreSQL's own tpcb-like benchmark here, in a cluster of its own" };
    private readonly Option<DirectoryInfo?> _data = Options.Data("Measure on an empty directory, then on a copy of this one between accounts that it holds, plain, and compare");
    private readonly HubOptions _hub = new();

    /// <summary>Adds them, and what they forbid each other.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { _mode, _pairs, _window, _rate, _duration, _warmUp, _prepare, _half, _curve, _pgbench, _data })
            verb.Add(option);
        _hub.AddTo(verb);
        verb.Check(Check);
    }

    public PaymentSettings Read(ParseResult parsed)
    {
        var mode = parsed.GetValue(_mode);
        var isCurve = parsed.GetValue(_curve);
        return new PaymentSettings
        {
            Mode = mode,
            Pairs = parsed.GetValue(_pairs) ?? (isCurve ? CurvePairs : 64),
            Window = parsed.GetValue(_window),
            Rate = parsed.GetValue(_rate),
            Duration = TimeSpan.FromSeconds(parsed.GetValue(_duration)),
            WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
            Prepare = parsed.GetValue(_prepare) ?? mode.MostASecond(),
            Half = parsed.GetValue(_half),
            Curve = isCurve,
            Pgbench = parsed.GetValue(_pgbench),
            Data = parsed.GetValue(_data),
            Hub = _hub.Read(parsed),
        };
    }

    private void Check(CommandResult result)
    {
        var isSigned = result.GetValue(_mode).IsSigned();
        if (result.GetValue(_data) is not null && result.GetValue(_mode) != PaymentMode.Plain)
            result.AddError("--data goes with --mode plain: the keys of stored accounts are not here.");
        if (isSigned && _hub.LacksTls(result))
            result.AddError("--mode signed and sealed need --host-tls and --host-fingerprint beside --host.");
        foreach (var option in new Option[] { _rate, _half, _data, _pgbench })
        {
            if (result.GetValue(_curve) && result.GetResult(option) is not null)
                result.AddError($"--curve does not go with {option.Name}.");
        }
        if (result.GetValue(_data) is not null && result.GetValue(_half))
            result.AddError("--half does not go with --data.");
        if (!isSigned && result.GetValue(_prepare) is not null)
            result.AddError("--prepare goes with --mode signed and sealed: other payments are made once.");
        if (result.GetValue(_rate) is not null && result.GetValue(_half))
            result.AddError("--half finds its rate by itself: leave --rate out.");
        if (_hub.IsNamed(result) && (result.GetValue(_curve) || result.GetValue(_data) is not null || result.GetValue(_pgbench)))
            result.AddError("--curve, --data and --pgbench need a hub of our own: leave --host out.");
    }

    // By name alone: an enum would take numbers, too.
    private static PaymentMode ParseMode(string text) =>
        Array.Find(Enum.GetNames<PaymentMode>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<PaymentMode>(known)
            : throw new FormatException();
}
