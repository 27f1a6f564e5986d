using System.Net;
using System.Net.Sockets;

namespace FaceService.Endpoints;

/// <summary>The address that the limits per client count: an IPv4 address, or the /64 network of an IPv6 address.</summary>
internal static class ClientAddress
{
    /// <summary>A subscriber of an IPv6 provider owns at least a /64 network and can use any address in it.</summary>
    private const int NetworkBytes = 8;

    /// <summary>The key of a client. Connections without an IP address, such as Unix sockets, share one key.</summary>
    public static IPAddress Key(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
