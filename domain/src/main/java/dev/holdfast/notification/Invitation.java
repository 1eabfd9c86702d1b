package dev.holdfast.notification;

import dev.holdfast.booking.CalendarEntry;

/**
 * An entry for the calendar of whom a mail goes to (RFC 5546, 6047).
 *
 * @param location where it is
 * @param description what is taken, line by line
 */
public record Invitation(
    Method method, CalendarEntry entry, String summary, String location, String description) {
  /** What the calendar is asked to do with it. */
  public enum Method {
    /** To put it in, or to change it. */
    REQUEST,
    /** To take it out. */
    CANCEL
  }
}
