package dev.holdfast.notification;

import java.util.Locale;

/** What a mail says. */
public enum MailTemplate {
  WELCOME("Welcome to Holdfast"),
  CONFIRMED("Confirmed"),
  RESCHEDULED("Moved"),
  CANCELLED("Cancelled"),
  /** The venue has refused the approval that was awaited. */
  DECLINED("Declined"),
  /** It begins soon. */
  REMINDER("Reminder");

  private final String headline;

  MailTemplate(String headline) {
    this.headline = headline;
  }

  /** What its subject begins with, and for a welcome all of it. */
  public String headline() {
    return headline;
  }

  /** The name by which clients know it: {@code confirmed}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
