package dev.holdfast.adapter.metrics;

import dev.holdfast.notification.DeliveryVerdict;
import dev.holdfast.notification.DeliveryVerdict.Delivered;
import dev.holdfast.notification.DeliveryVerdict.GivenUp;
import dev.holdfast.notification.DeliveryVerdict.RetryIn;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.PauseReason;
import dev.holdfast.notification.WebhookReply;
import dev.holdfast.notification.port.WebhookWatch;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts to send ({@code holdfast.webhook.attempts}, by how the receiver {@code answered}), what
 * has become of deliveries ({@code holdfast.webhook.deliveries}, by {@code outcome}) and endpoints
 * that were paused ({@code holdfast.webhook.paused}, by {@code reason}). No URL is in a tag, and
 * neither URL nor body in the log.
 */
public final class WebhookMeters implements WebhookWatch {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookMeters.class);

  private final MeterRegistry registry;
  private final AtomicBoolean isHeldUp = new AtomicBoolean();

  public WebhookMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void attempted(WebhookReply reply, DeliveryVerdict verdict, Duration took) {
    if (isHeldUp.compareAndSet(true, false)) {
      LOG.info("Webhooks are sent again.");
    }
    registry.timer("holdfast.webhook.attempts", "answered", answered(reply)).record(took);
    registry.counter("holdfast.webhook.deliveries", "outcome", outcome(verdict)).increment();
  }

  private static String answered(WebhookReply reply) {
    var status = reply.status();
    return status == null ? reply.outcome().name().toLowerCase(Locale.ROOT) : status / 100 + "xx";
  }

  private static String outcome(DeliveryVerdict verdict) {
    return switch (verdict) {
      case Delivered _ -> "delivered";
      case RetryIn _ -> "retried";
      case GivenUp _ -> "failed";
    };
  }

  @Override
  public void paused(EndpointId endpoint, PauseReason reason) {
    registry
        .counter("holdfast.webhook.paused", "reason", reason.name().toLowerCase(Locale.ROOT))
        .increment();
    LOG.warn("Nothing is sent to webhook endpoint {} any more: {}", endpoint, reason);
  }

  @Override
  public void isHeldUp(Throwable cause) {
    if (isHeldUp.compareAndSet(false, true)) {
      LOG.warn("Sending webhooks is held up and tried again.", cause);
    }
  }
}
