package dev.holdfast.notification;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which types of events can be asked for. What is not here is never sent to anyone. */
public final class WebhookTypes {
  /** The type of what is sent to try an endpoint; it cannot be asked for. */
  public static final String TEST = "webhook_endpoint.test";

  private static final List<String> KNOWN =
      List.of(
          "booking.created",
          "booking.confirmed",
          "booking.extended",
          "booking.noted",
          "booking.approved",
          "booking.declined",
          "booking.rescheduled",
          "booking.cancelled",
          "booking.expired",
          "booking.checked_in",
          "booking.completed",
          "booking.no_show",
          "payment.authorized",
          "payment.action_required",
          "payment.captured",
          "payment.voided",
          "payment.refunded",
          "payment.failed",
          "resource.created",
          "resource.changed",
          "resource.deactivated",
          "venue.created",
          "venue.changed",
          "user.created",
          "user.changed",
          "user.email_changed",
          "user.password_changed",
          "user.deactivated",
          "user.reactivated",
          "user.erased");

  private static final Set<String> AGGREGATES =
      KNOWN.stream()
          .map(type -> type.substring(0, type.indexOf('.')))
          .collect(Collectors.toUnmodifiableSet());

  private WebhookTypes() {}

  /** Whether this is a type, or all types of something we know: {@code booking.*}. */
  public static boolean isKnown(String wanted) {
    return KNOWN.contains(wanted)
        || (wanted.endsWith(".*") && AGGREGATES.contains(wanted.substring(0, wanted.length() - 2)));
  }
}
