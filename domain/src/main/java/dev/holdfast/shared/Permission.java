package dev.holdfast.shared;

/** What a command or query needs its actor to be allowed; checked at the bus, before any work. */
public enum Permission {
  CATALOGUE_READ("catalogue:read"),
  USER_CREATE("user:create"),
  USER_READ("user:read"),
  USER_UPDATE("user:update"),
  SESSION_OPEN("session:open"),
  PROFILE_READ("profile:read"),
  PROFILE_UPDATE("profile:update"),
  PROFILE_ERASE("profile:erase"),
  NOTIFICATION_READ("notification:read"),
  BOOKING_CREATE("booking:create"),
  BOOKING_READ("booking:read"),
  BOOKING_UPDATE("booking:update"),
  BOOKING_CANCEL("booking:cancel"),
  BOOKING_MANAGE("booking:manage"),
  VENUE_CREATE("venue:create"),
  VENUE_UPDATE("venue:update"),
  RESOURCE_MANAGE("resource:manage"),
  WEBHOOK_MANAGE("webhook:manage"),
  AUDIT_READ("audit:read");

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  /** The permission as it is written in documents: {@code booking:create}. */
  public String text() {
    return text;
  }
}
