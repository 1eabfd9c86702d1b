package dev.holdfast.notification.port;

import dev.holdfast.notification.Invitation;
import java.time.Instant;

/** Writes entries for calendars as iCalendar (RFC 5545). May take its time. */
@FunctionalInterface
public interface Invitations {
  /**
   * @param organizer the address that invites
   * @param attendee the address that is invited
   * @param at when it is said
   * @return a whole calendar of one event, its lines ended by CRLF
   */
  String text(Invitation invitation, String organizer, String attendee, Instant at);
}
