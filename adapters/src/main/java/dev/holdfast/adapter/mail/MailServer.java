package dev.holdfast.adapter.mail;

import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which server takes our mails. {@code smtp://} changes over to TLS where the server offers it, and
 * must before a password is sent, unless the server is on this very machine; {@code smtps://}
 * begins with TLS. The server must prove to be who the URL says.
 *
 * @param host as in the URL
 * @param isTls whether TLS comes first
 * @param user absent where nobody has to sign in
 */
public record MailServer(
    String host, int port, boolean isTls, @Nullable String user, @Nullable String password) {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int RELAY = 25;
  private static final int SUBMISSION = 587;
  private static final int SUBMISSION_TLS = 465;

  /**
   * The server at {@code smtp://user:password@host:587} or {@code smtps://…}; the user is left out
   * where nobody has to sign in.
   *
   * @throws IllegalArgumentException when it is no such URL; it quotes nothing of it
   */
  public static MailServer at(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException _) {
      throw malformed();
    }
    var isTls = "smtps".equals(uri.getScheme());
    var path = uri.getRawPath();
    if ((!isTls && !"smtp".equals(uri.getScheme()))
        || uri.getHost() == null
        || uri.getRawQuery() != null
        || (path != null && !path.isEmpty() && !path.equals("/"))) {
      throw malformed();
    }
    var userInfo = uri.getRawUserInfo();
    if (userInfo == null) {
      return new MailServer(uri.getHost(), port(uri, isTls, RELAY), isTls, null, null);
    }
    var colon = userInfo.indexOf(':');
    if (colon < 1) {
      throw malformed();
    }
    return new MailServer(
        uri.getHost(),
        port(uri, isTls, SUBMISSION),
        isTls,
        decoded(userInfo.substring(0, colon)),
        decoded(userInfo.substring(colon + 1)));
  }

  private static int port(URI uri, boolean isTls, int plain) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isTls ? SUBMISSION_TLS : plain;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("is not like smtp://user:password@host:587 or smtps://…");
  }

  /** How Jakarta Mail is to talk to it. */
  Properties properties() {
    var protocol = protocol();
    var all = new Properties();
    all.setProperty("mail.transport.protocol", protocol);
    set(all, "host", host);
    set(all, "port", Integer.toString(port));
    set(all, "auth", Boolean.toString(user != null));
    set(all, "connectiontimeout", Integer.toString(TIMEOUT_MILLIS));
    set(all, "timeout", Integer.toString(TIMEOUT_MILLIS));
    set(all, "writetimeout", Integer.toString(TIMEOUT_MILLIS));
    set(all, "ssl.checkserveridentity", "true");
    set(all, "starttls.enable", Boolean.toString(!isTls));
    set(all, "starttls.required", Boolean.toString(!isTls && user != null && !isOnThisMachine()));
    // Without its host name the greeting would be looked up in the network.
    set(all, "localhost", "holdfast");
    return all;
  }

  /** The name by which Jakarta Mail knows how to talk to it. */
  String protocol() {
    return isTls ? "smtps" : "smtp";
  }

  private void set(Properties all, String name, String value) {
    all.setProperty("mail." + protocol() + "." + name, value);
  }

  private boolean isOnThisMachine() {
    return host.equals("localhost")
        || (host.matches("127\\.[0-9.]+|\\[[0-9a-fA-F:]+]") && isLoopback(host));
  }

  private static boolean isLoopback(String literal) {
    try {
      return InetAddress.ofLiteral(literal).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Says where, and not with which password. */
  @Override
  public String toString() {
    return protocol() + "://" + host + ":" + port;
  }
}
