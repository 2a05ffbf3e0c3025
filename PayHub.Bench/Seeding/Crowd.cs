using System.Globalization;
using PayHub.Protocol.Keys;

namespace PayHub.Bench.Seeding;

/// <summary>
/// The people of the hub, in the order in which they come: their names, keys and money, and who is popular. Popularity follows
/// Zipf's law: a few shops take much of what is paid, and most people are hardly ever paid.
/// </summary>
internal sealed class Crowd(int size, int signedPercent, Random random)
{
    // Larger than any crowd, so that multiplying by it puts ranks and people in no visible relation.
    private const long Scatter = 2_147_483_647;
    private const long OtherScatter = 1_000_000_007;

    // A single canteen is paid a fifth of all payments: some account has about a million transfers where there are five million.
    private const double Canteen = 2.5;

    private static readonly string[] FirstNames =
    [
        "anna", "ben", "chen", "daria", "emil", "fatima", "george", "hana", "ivan", "julia", "kofi", "lena", "marco", "nadia", "omar", "paula",
        "quentin", "rosa", "sam", "tara", "uma", "viktor", "wei", "xenia", "yusuf", "zoe", "Aiko", "Bruno", "Carmen", "Diego",
    ];

    private static readonly string[] LastNames =
    [
        "adler", "berg", "costa", "dubois", "evans", "fischer", "garcia", "huang", "ito", "jensen", "kim", "lopez", "mueller", "novak",
        "okafor", "park", "quist", "rossi", "silva", "tanaka", "urban", "vogel", "wong", "xu", "young", "zhang",
    ];

    private readonly long[] _balances = new long[size];
    private readonly Identity?[] _identities = new Identity?[size];
    private readonly long[] _keyIds = new long[size];
    private long _keys;

    /// <summary>How many have come so far.</summary>
    public int Count { get; private set; }

    /// <summary>The name of the person of that number, 0 to the crowd's size.</summary>
    public static string NameOf(int person)
    {
        var number = person / (FirstNames.Length * LastNames.Length);
        var name = $"{FirstNames[person % FirstNames.Length]}.{LastNames[person / FirstNames.Length % LastNames.Length]}";
        return number == 0 ? name : name + number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The next one comes.</summary>
    public int Enter()
    {
        if (random.Next(100) < signedPercent)
        {
            _identities[Count] = Identity.Create();
            // Keys are numbered as the ledger numbers them: in the order in which they are bound.
            _keyIds[Count] = ++_keys;
        }
        return Count++;
    }

    public Identity? IdentityOf(int person) => _identities[person];

    public long KeyIdOf(int person) => _keyIds[person];

    public long BalanceOf(int person) => _balances[person];

    public void SetBalance(int person, long balance) => _balances[person] = balance;

    /// <summary>Anyone who is there.</summary>
    public int Anyone() => random.Next(Count);

    /// <summary>Someone who pays: half of all payments come from those who pay often.</summary>
    public int Payer() => random.Next(2) == 0 ? Anyone() : Person(() => Math.Pow(size, random.NextDouble()), OtherScatter);

    /// <summary>Someone who is paid: a third of payments go from person to person, the others to whom everybody pays.</summary>
    public int Payee() => random.Next(10) < 3 ? Anyone() : Person(() => Math.Pow(size, Math.Pow(random.NextDouble(), Canteen)), Scatter);

    /// <summary>Someone whom few would miss.</summary>
    public int Nobody() => Person(() => random.Next(size / 2, size), Scatter);

    // Ranks are scattered over all who will ever come; who has not come yet is passed over.
    private int Person(Func<double> rank, long scatter)
    {
        while (true)
        {
            var person = (long)rank() * scatter % size;
            if (person < Count)
                return (int)person;
        }
    }
}
