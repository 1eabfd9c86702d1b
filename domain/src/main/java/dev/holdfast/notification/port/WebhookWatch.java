package dev.holdfast.notification.port;

import dev.holdfast.notification.DeliveryVerdict;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.PauseReason;
import dev.holdfast.notification.WebhookReply;
import java.time.Duration;

/** Who is told how sending gets on. Must neither wait nor fail. */
public interface WebhookWatch {
  /** Tells nobody. */
  WebhookWatch NOBODY = new WebhookWatch() {};

  /** An attempt has been made. */
  default void attempted(WebhookReply reply, DeliveryVerdict verdict, Duration took) {}

  /** The server sends to this endpoint no more. */
  default void paused(EndpointId endpoint, PauseReason reason) {}

  /** Something could not be done for now and will be tried again. */
  default void isHeldUp(Throwable cause) {}
}
