package dev.holdfast.notification;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses belong to the public internet, by their bits alone (IANA's special-purpose
 * registries, RFC 6890). Of IPv4 it is all that is not reserved; of IPv6 only global unicast, and
 * of that nothing in which an IPv4 address can hide: 6to4, Teredo, NAT64 and mapped addresses would
 * carry a packet to wherever that address points.
 */
public final class PublicInternet {
  private static final List<Block> RESERVED_V4 =
      List.of(
          Block.of("0.0.0.0", 8), // this network
          Block.of("10.0.0.0", 8), // private
          Block.of("100.64.0.0", 10), // shared by carriers
          Block.of("127.0.0.0", 8), // loopback
          Block.of("169.254.0.0", 16), // link-local, where clouds keep their metadata
          Block.of("172.16.0.0", 12), // private
          Block.of("192.0.0.0", 24), // protocol assignments
          Block.of("192.0.2.0", 24), // documentation
          Block.of("192.88.99.0", 24), // 6to4 relays
          Block.of("192.168.0.0", 16), // private
          Block.of("198.18.0.0", 15), // benchmarks
          Block.of("198.51.100.0", 24), // documentation
          Block.of("203.0.113.0", 24), // documentation
          Block.of("224.0.0.0", 3)); // multicast, reserved, broadcast

  private static final Block GLOBAL_V6 = Block.of("2000::", 3);

  private static final List<Block> RESERVED_V6 =
      List.of(
          Block.of("2001::", 23), // protocol assignments, Teredo and benchmarks among them
          Block.of("2001:db8::", 32), // documentation
          Block.of("2002::", 16), // 6to4
          Block.of("3fff::", 20)); // documentation

  private PublicInternet() {}

  /** Whether the address can only lead to a host that anyone could reach. */
  public static boolean contains(InetAddress address) {
    var bytes = address.getAddress();
    return address instanceof Inet4Address
        ? RESERVED_V4.stream().noneMatch(block -> block.contains(bytes))
        : GLOBAL_V6.contains(bytes)
            && RESERVED_V6.stream().noneMatch(block -> block.contains(bytes));
  }

  /** All addresses that begin with the same bits. */
  private record Block(InetAddress first, int bits) {
    static Block of(String first, int bits) {
      return new Block(InetAddress.ofLiteral(first), bits);
    }

    boolean contains(byte[] address) {
      var ours = first.getAddress();
      for (var bit = 0; bit < bits; bit++) {
        var mask = 0x80 >> bit % 8;
        if ((ours[bit / 8] & mask) != (address[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
