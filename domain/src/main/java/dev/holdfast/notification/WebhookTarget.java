package dev.holdfast.notification;

import java.net.URI;

/**
 * Where a webhook may be sent, as {@link WebhookTargets} has found it by its text. Where its name
 * leads is judged when it is dialled.
 *
 * @param isLoopback whether it is this very machine, which only a developer's server may call
 */
public record WebhookTarget(URI uri, boolean isLoopback) {
  /** The name or address to be dialled, without the brackets of an IPv6 address. */
  public String host() {
    var host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Whether the host is a name, which an address must be found for. */
  public boolean isNamed() {
    return !isLoopback && !host().contains(":") && !WebhookTargets.looksNumeric(host());
  }
}
