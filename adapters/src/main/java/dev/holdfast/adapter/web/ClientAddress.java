package dev.holdfast.adapter.web;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Where a request comes from: the peer of its socket. Only when that peer is a proxy we were told
 * to trust does {@code X-Forwarded-For} (or {@code Forwarded}) count, read from the right up to the
 * first address that is not such a proxy.
 */
public final class ClientAddress {
  private final List<Network> trusted;

  /**
   * @param trusted networks of proxies, as {@code 10.0.0.0/8}, {@code ::1} or {@code 192.0.2.7}
   */
  public ClientAddress(List<String> trusted) {
    this.trusted = trusted.stream().map(Network::parse).toList();
  }

  @Nullable String of(ServerHttpRequest request) {
    var socket = request.getRemoteAddress();
    if (socket == null || socket.getAddress() == null) {
      return null;
    }
    var peer = socket.getAddress();
    if (!isTrusted(peer)) {
      return peer.getHostAddress();
    }
    var hops = hops(request);
    Collections.reverse(hops);
    for (var hop : hops) {
      var address = literal(hop);
      if (address == null) {
        return peer.getHostAddress();
      }
      peer = address;
      if (!isTrusted(address)) {
        break;
      }
    }
    return peer.getHostAddress();
  }

  /**
   * What stands for one client when requests are counted: an IPv4 address, and of an IPv6 address
   * the first 64 bits, as one client has all those that begin so.
   *
   * @param address as {@link #of} gives it, all eight groups written out
   */
  static String network(@Nullable String address) {
    if (address == null) {
      return "unknown";
    }
    var end = -1;
    for (var group = 0; group < 4; group++) {
      end = address.indexOf(':', end + 1);
      if (end < 0) {
        return address;
      }
    }
    return address.substring(0, end) + "::/64";
  }

  private boolean isTrusted(InetAddress address) {
    for (var network : trusted) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> hops(ServerHttpRequest request) {
    var hops = new ArrayList<String>();
    for (var line : request.getHeaders().getOrEmpty("X-Forwarded-For")) {
      hops.addAll(List.of(line.split(",", -1)));
    }
    if (hops.isEmpty()) {
      for (var line : request.getHeaders().getOrEmpty("Forwarded")) {
        for (var element : line.split(",", -1)) {
          hops.add(forwardedFor(element));
        }
      }
    }
    return hops;
  }

  private static String forwardedFor(String element) {
    for (var pair : element.split(";", -1)) {
      var text = pair.strip();
      if (text.regionMatches(true, 0, "for=", 0, 4)) {
        return text.substring(4).replace("\"", "");
      }
    }
    return "";
  }

  /** An address in figures, with or without a port; null for anything else, names above all. */
  static @Nullable InetAddress literal(String text) {
    var host = text.strip();
    if (host.startsWith("[")) {
      var end = host.indexOf(']');
      host = end < 0 ? "" : host.substring(1, end);
    } else if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
      host = host.substring(0, host.indexOf(':'));
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private record Network(InetAddress address, int bits) {
    static Network parse(String text) {
      var slash = text.indexOf('/');
      var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      var bitsMax = address.getAddress().length * 8;
      var bits = slash < 0 ? bitsMax : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > bitsMax) {
        throw new IllegalArgumentException(text + " is not a network");
      }
      return new Network(address, bits);
    }

    boolean contains(InetAddress other) {
      var ours = address.getAddress();
      var theirs = other.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      for (var i = 0; i < bits; i++) {
        var mask = 0x80 >> i % 8;
        if ((ours[i / 8] & mask) != (theirs[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
