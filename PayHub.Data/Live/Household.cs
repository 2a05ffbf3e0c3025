using System.Net;
using System.Net.Sockets;

namespace PayHub.Data.Live;

/// <summary>Whom a limit by address counts as one.</summary>
public static class Household
{
    /// <summary>An IPv4 address as it is; of an IPv6 address its /64, for one customer has all of that to pick addresses from.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
