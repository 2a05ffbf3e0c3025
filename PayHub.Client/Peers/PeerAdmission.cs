using System.Net;

namespace PayHub.Client.Peers;

/// <summary>Counts the peers connected at once, in all and from each address.</summary>
internal sealed class PeerAdmission(int capacity, int capacityPerAddress)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _addresses = [];
    private int _count;

    /// <summary>Lets a peer in.</summary>
    /// <returns>False where it is one too many.</returns>
    public bool TryEnter(IPAddress from)
    {
        lock (_lock)
        {
            var fromThere = _addresses.GetValueOrDefault(from);
            if (_count >= capacity || fromThere >= capacityPerAddress)
                return false;
            _addresses[from] = fromThere + 1;
            _count++;
            return true;
        }
    }

    /// <summary>Forgets a peer that was let in.</summary>
    public void Leave(IPAddress from)
    {
        lock (_lock)
        {
            _count--;
            if (--_addresses[from] == 0)
                _addresses.Remove(from);
        }
    }
}
