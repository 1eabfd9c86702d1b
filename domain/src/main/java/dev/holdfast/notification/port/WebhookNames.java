package dev.holdfast.notification.port;

import java.net.InetAddress;
import java.util.List;
import reactor.core.publisher.Mono;

/** Looks names up. */
public interface WebhookNames {
  /**
   * Where a name leads at this moment; none when that is not known, or not told in time. Never
   * empty; does not fail.
   */
  Mono<List<InetAddress>> addresses(String name);
}
