package dev.holdfast.notification.usecase;

import dev.holdfast.notification.Endpoint;

/**
 * An endpoint with a secret that has just been made.
 *
 * @param secret never shown again
 */
public record NewEndpoint(Endpoint endpoint, String secret) {
  /** Without the secret, which belongs in no log. */
  @Override
  public String toString() {
    return "NewEndpoint[" + endpoint.id() + "]";
  }
}
