package dev.holdfast.notification;

import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail that somebody has been sent or is to be sent. It says nothing about the person but their
 * id: the address is looked up when it is sent, and what it tells is read from the log.
 *
 * @param venueId absent for what belongs to no venue
 * @param aggregateId the booking it is about, or the user
 * @param version the version of that which it tells of; together with the template it is what makes
 *     a notification the same one however often it is made
 * @param subject names of places, and a time
 * @param dueAt not to be sent before
 * @param sentAt present exactly when it is SENT
 */
public record Notification(
    UUID id,
    UserId userId,
    @Nullable VenueId venueId,
    UUID aggregateId,
    long version,
    MailTemplate template,
    String subject,
    Status status,
    Instant dueAt,
    Instant createdAt,
    @Nullable Instant sentAt) {

  /** What has become of it. */
  public enum Status {
    /** To be sent when it is due; also while it is tried again. */
    PENDING,
    /** The mail server has taken it. */
    SENT,
    /** The mail server has refused it, or has put us off for too long. */
    FAILED,
    /** There is no reason for it any more. */
    CANCELLED
  }
}
