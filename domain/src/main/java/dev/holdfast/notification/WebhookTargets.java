package dev.holdfast.notification;

import dev.holdfast.notification.NotificationRejection.ForbiddenUrl;
import dev.holdfast.shared.RejectedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Judges URLs that someone wants webhooks sent to, by their text alone: only https, port 443 or
 * above 1023, no user information, no host that is or sounds like an internal one. An address has
 * one spelling here, the canonical one: short, decimal, octal and hexadecimal forms of IPv4 are
 * read differently by different programs, and nobody needs them.
 */
public final class WebhookTargets {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
  private static final Pattern LOOPBACK =
      Pattern.compile("http://(?:127\\.0\\.0\\.1|localhost):[0-9]{1,5}(?:[/?].*)?");
  private static final Pattern NUMERIC_LABEL = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final List<String> INTERNAL_SUFFIXES =
      List.of(
          ".localhost",
          ".localdomain",
          ".local",
          ".internal",
          ".intranet",
          ".private",
          ".corp",
          ".home",
          ".lan",
          ".home.arpa");
  private static final int PORT_HTTPS = 443;
  private static final int PORT_MIN = 1024;
  private static final int PORT_MAX = 65_535;

  private final boolean allowsLoopback;

  /**
   * @param allowsLoopback whether {@code http://127.0.0.1:<port>} and {@code
   *     http://localhost:<port>} are welcome, for developing
   */
  public WebhookTargets(boolean allowsLoopback) {
    this.allowsLoopback = allowsLoopback;
  }

  /** Whether the text is a URL at all, whatever it leads to, without a fragment. */
  public static boolean isUrl(String text) {
    var scheme = SCHEME.matcher(text);
    if (!scheme.matches()) {
      return false;
    }
    if (!scheme.group(1).toLowerCase(Locale.ROOT).startsWith("http")) {
      return true; // whatever it means, it is not for us
    }
    try {
      return new URI(text).getRawFragment() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /**
   * Where this URL leads.
   *
   * @throws RejectedException as {@link ForbiddenUrl} when nothing may be sent there
   */
  public WebhookTarget judge(String url) {
    if (!isUrl(url)) {
      throw refused("It is not a URL.");
    }
    if (allowsLoopback && LOOPBACK.matcher(url).matches()) {
      var target = URI.create(url);
      requirePort(target.getPort());
      return new WebhookTarget(target, true);
    }
    if (!url.regionMatches(true, 0, "https:", 0, 6)) {
      throw refused("Webhooks are sent over https only.");
    }
    return outside(URI.create(url));
  }

  private static WebhookTarget outside(URI uri) {
    var authority = uri.getRawAuthority();
    if (authority == null || authority.contains("@")) {
      throw refused("The URL must name a host, without user information.");
    }
    var host = uri.getHost();
    if (host == null) {
      throw refused("The host is not a name or an address in its usual form.");
    }
    requirePort(uri.getPort());
    var target = new WebhookTarget(uri, false);
    requirePublic(target.host());
    return target;
  }

  private static void requirePort(int port) {
    if (port != -1 && port != PORT_HTTPS && (port < PORT_MIN || port > PORT_MAX)) {
      throw refused("The port must be 443 or above 1023.");
    }
  }

  private static void requirePublic(String host) {
    if (host.contains(":") || looksNumeric(host)) {
      requirePublicAddress(host);
      return;
    }
    var name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (!name.contains(".") || INTERNAL_SUFFIXES.stream().anyMatch(name::endsWith)) {
      throw internal();
    }
  }

  private static void requirePublicAddress(String host) {
    if (!host.contains(":") && !IPV4.matcher(host).matches()) {
      throw refused("The host is not a name or an address in its usual form.");
    }
    if (host.contains("%")) {
      throw internal();
    }
    try {
      if (!PublicInternet.contains(InetAddress.ofLiteral(host))) {
        throw internal();
      }
    } catch (IllegalArgumentException _) {
      throw refused("The host is not a name or an address in its usual form.");
    }
  }

  /** Whether a name would be taken for an IPv4 address by some: its last label is a number. */
  static boolean looksNumeric(String host) {
    var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return NUMERIC_LABEL.matcher(name.substring(name.lastIndexOf('.') + 1)).matches();
  }

  private static RejectedException internal() {
    return refused("The host must be on the public internet.");
  }

  private static RejectedException refused(String reason) {
    return new RejectedException(new ForbiddenUrl(reason));
  }
}
