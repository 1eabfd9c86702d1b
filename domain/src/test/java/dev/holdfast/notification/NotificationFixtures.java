package dev.holdfast.notification;

import static dev.holdfast.booking.BookingFixtures.COURT;
import static dev.holdfast.booking.BookingFixtures.OTHER_COURT;
import static dev.holdfast.booking.BookingFixtures.VENUE;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.Status;
import dev.holdfast.notification.MailedBooking.Line;
import dev.holdfast.notification.port.Notifications.New;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.resource.OpeningHours;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Venue;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mails for tests. */
public final class NotificationFixtures {
  public static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
  public static final Currency EUR = Currency.getInstance("EUR");
  private static final Instant SOME_DAY = Instant.parse("2026-01-01T00:00:00Z");

  private NotificationFixtures() {}

  /** Courts of the venue of {@link dev.holdfast.booking.BookingFixtures}, by id. */
  public static Map<ResourceId, Bookable> courts() {
    var venue =
        new Venue(
            VENUE,
            "Riverside Club",
            VIENNA,
            EUR,
            Venue.DEFAULT_HOLD_TTL,
            CancellationPolicy.DEFAULT,
            Set.of(),
            1,
            SOME_DAY,
            SOME_DAY);
    return Map.of(
        COURT, new Bookable(court(COURT, "Court 1"), venue),
        OTHER_COURT, new Bookable(court(OTHER_COURT, "Court 2"), venue));
  }

  private static Resource court(ResourceId id, String name) {
    return new Resource(
        id,
        VENUE,
        "court",
        name,
        null,
        1,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofMinutes(15),
        Duration.ofMinutes(15),
        Duration.ofDays(1),
        Duration.ZERO,
        365,
        null,
        false,
        false,
        true,
        OpeningHours.ALWAYS,
        1,
        SOME_DAY,
        SOME_DAY);
  }

  /** The booking in another status, as of another version. */
  public static BookingFacts as(BookingFacts it, Status status, long version) {
    return new BookingFacts(
        it.id(),
        it.venueId(),
        it.userId(),
        status,
        it.items(),
        it.total(),
        it.holdUntil(),
        it.awaiting(),
        it.extensions(),
        it.note(),
        it.cancelledBy(),
        it.cancelReason(),
        it.cancellationPolicy(),
        version,
        it.createdAt(),
        it.updatedAt());
  }

  /** The same booking on the items of another, as of another version. */
  public static BookingFacts on(BookingFacts it, BookingFacts other, long version) {
    return new BookingFacts(
        it.id(),
        it.venueId(),
        it.userId(),
        it.status(),
        other.items(),
        other.total(),
        it.holdUntil(),
        it.awaiting(),
        it.extensions(),
        it.note(),
        it.cancelledBy(),
        it.cancelReason(),
        it.cancellationPolicy(),
        version,
        it.createdAt(),
        it.updatedAt());
  }

  /** A notification to be, about some booking of somebody; due at once unless it is said when. */
  public static New aNew(
      UserId user, UUID booking, long version, MailTemplate template, @Nullable Instant dueAt) {
    return new New(
        Ids.next(), user, VENUE, booking, version, template, "Confirmed: \"Court\", {1}", dueAt);
  }

  /** A mail to Ada about an hour of a court. */
  public static Mail aMail(MailTemplate template, @Nullable MailedBooking booking) {
    return new Mail(
        Ids.next(),
        template,
        template.headline() + ": Court 1 at Riverside Club",
        new Mail.Addressee("ada@example.org", "Ada", "Lovelace"),
        booking,
        Instant.parse("2027-02-01T08:00:00Z"));
  }

  /** What a mail tells of an hour of this resource at this venue. */
  public static MailedBooking anHour(String venue, String resource, Invitation... invitations) {
    return new MailedBooking(
        Ids.next(),
        venue,
        VIENNA,
        List.of(
            new Line(
                resource,
                1,
                new TimeRange(
                    Instant.parse("2027-03-02T09:00:00Z"), Instant.parse("2027-03-02T10:00:00Z")))),
        List.of(),
        new Money(240_000, EUR),
        false,
        null,
        List.of(invitations));
  }
}
