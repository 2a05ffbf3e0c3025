using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PayHub.Client.Identities;

namespace PayHub.Client.Payments;

/// <summary>
/// The payments that an account's owner wanted: a file of JSON lines, on disk before anything is sent, so that after a crash or a lost
/// answer the same payment goes out again and no other. A line holds a whole intent; the last one of an id counts.
/// </summary>
/// <param name="home">The wallet's folder, shared with other wallet processes.</param>
/// <param name="account">The account.</param>
internal sealed class PaymentStore(HomeFolder home, string account)
{
    // Far more than a person looks back at; the hub has the history.
    private const int MaxBytes = 1 << 20;
    private const int ClosedKept = 100;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private string Name => $"payments-{account.ToLowerInvariant()}.jsonl";

    /// <summary>The file's full path.</summary>
    public string File => home.File(Name);

    /// <summary>Everything kept, oldest first.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public IReadOnlyList<PaymentIntent> All() => Read(home.Read(Name) ?? "");

    /// <summary>Those at a hub that it has not given its word on, oldest first.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public IReadOnlyList<PaymentIntent> Open(string hub) => [.. All().Where(intent => intent.State == IntentState.Open && intent.Hub == hub)];

    /// <summary>One of them; null where there is none of that id.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public PaymentIntent? Find(string id) => All().FirstOrDefault(intent => intent.Id == id);

    /// <summary>Keeps an open intent, or its change. When this returns it is on disk. What is closed stays closed.</summary>
    /// <exception cref="IOException">It can't be kept: then it must not be sent.</exception>
    public async Task SaveAsync(PaymentIntent intent, CancellationToken cancel = default)
    {
        using var held = await home.LockAsync(cancel);
        if (Find(intent.Id) is { State: not IntentState.Open })
            return;
        using (var file = home.Open(File, FileMode.OpenOrCreate))
            Append(file, intent);
        if (new FileInfo(File).Length > MaxBytes)
            Compact();
    }

    /// <summary>Notes the hub's last word on an intent. What is no longer open stays as it is.</summary>
    /// <returns>False where it was no longer open; true also where there is none of that id, so that nothing was told of it.</returns>
    /// <exception cref="IOException">It can't be kept.</exception>
    public async Task<bool> CloseAsync(string id, IntentState state, long? transfer = null, string? refusal = null)
    {
        using var held = await home.LockAsync();
        var intent = Find(id);
        if (intent is not { State: IntentState.Open })
            return intent is null;
        using var file = home.Open(File, FileMode.OpenOrCreate);
        Append(file, intent with { State = state, Transfer = transfer, Refusal = refusal });
        return true;
    }

    // A line that a crash cut short is no JSON, and what was in it was never sent.
    private static List<PaymentIntent> Read(string text)
    {
        var order = new List<string>();
        var intents = new Dictionary<string, PaymentIntent>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(line) is not { Id: { } id, Jws: not null } intent)
                continue;
            if (!intents.ContainsKey(id))
                order.Add(id);
            intents[id] = intent;
        }
        return [.. order.Select(id => intents[id])];
    }

    private static PaymentIntent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<PaymentIntent>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Append(FileStream file, PaymentIntent intent)
    {
        var line = JsonSerializer.Serialize(intent, Options) + "\n";
        file.Seek(0, SeekOrigin.End);
        // Begins on a line of its own, even behind one that a crash cut short.
        file.Write(Encoding.UTF8.GetBytes(EndsInLine(file) ? line : "\n" + line));
        file.Flush(flushToDisk: true);
    }

    private static bool EndsInLine(FileStream file)
    {
        if (file.Length == 0)
            return true;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

    private void Compact()
    {
        var all = All();
        var closed = all.Where(intent => intent.State != IntentState.Open).TakeLast(ClosedKept).ToHashSet();
        var kept = all.Where(intent => intent.State == IntentState.Open || closed.Contains(intent));
        home.Replace(Name, string.Concat(kept.Select(intent => JsonSerializer.Serialize(intent, Options) + "\n")));
    }
}
