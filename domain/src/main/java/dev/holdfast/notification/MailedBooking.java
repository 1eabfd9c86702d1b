package dev.holdfast.notification;

import dev.holdfast.shared.Money;
import dev.holdfast.shared.TimeRange;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a mail tells of a booking.
 *
 * @param zone of the venue: all times are told in it
 * @param lines what is booked, or was, in order of time
 * @param linesBefore what was booked before it moved; empty otherwise
 * @param isByVenue whether somebody else than the person has ended it
 * @param reason what they wrote when they ended it
 */
public record MailedBooking(
    UUID id,
    String venue,
    ZoneId zone,
    List<Line> lines,
    List<Line> linesBefore,
    Money total,
    boolean isByVenue,
    @Nullable String reason,
    List<Invitation> invitations) {
  public MailedBooking {
    lines = List.copyOf(lines);
    linesBefore = List.copyOf(linesBefore);
    invitations = List.copyOf(invitations);
  }

  /** So many units of one resource for a stretch of time. */
  public record Line(String resource, int units, TimeRange range) {}

  /** Says which, and nothing more: the reason does not belong into logs. */
  @Override
  public String toString() {
    return "MailedBooking[" + id + "]";
  }
}
