package dev.holdfast.adapter.web;

import dev.holdfast.shared.Actor;
import java.util.Map;
import org.springframework.http.HttpMethod;

/**
 * Who is told of requests that were refused to a caller who is known. Must neither wait nor fail.
 */
@FunctionalInterface
public interface AccessWatch {
  /** Tells nobody. */
  AccessWatch NOBODY = (_, _, _, _) -> {};

  /**
   * Somebody asked for what they may not have.
   *
   * @param route the pattern of the path: {@code /v1/bookings/{id}}
   * @param variables what stood in the path in the place of its names
   */
  void denied(Actor actor, HttpMethod method, String route, Map<String, String> variables);
}
