package dev.holdfast.adapter.metrics;

import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.port.MailWatch;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What mails have come to ({@code holdfast.mails}, by {@code template} and {@code outcome}), and a
 * word in the log where one is due.
 */
public final class MailMeters implements MailWatch {
  private static final Logger LOG = LoggerFactory.getLogger(MailMeters.class);

  private final MeterRegistry registry;
  private final AtomicBoolean isHeldUp = new AtomicBoolean();

  public MailMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void came(MailTemplate template, Outcome outcome, String code) {
    registry
        .counter(
            "holdfast.mails",
            "template",
            template.text(),
            "outcome",
            outcome.name().toLowerCase(Locale.ROOT))
        .increment();
    if (outcome == Outcome.FAILED) {
      LOG.warn("A mail of kind {} will never be sent: {}", template.text(), code);
    } else if (outcome == Outcome.RETRIED) {
      LOG.info("A mail of kind {} was put off and is tried again: {}", template.text(), code);
    }
    if (outcome == Outcome.SENT && isHeldUp.compareAndSet(true, false)) {
      LOG.info("Mails are sent again.");
    }
  }

  @Override
  public void isHeldUp(Throwable cause) {
    if (isHeldUp.compareAndSet(false, true)) {
      LOG.warn("No mail can be sent for now; all are kept and tried again.", cause);
    }
  }
}
