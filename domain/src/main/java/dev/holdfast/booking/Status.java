package dev.holdfast.booking;

/** Where a booking stands in its life. Its items stand there with it. */
public enum Status {
  /** A hold: takes its units until {@code holdUntil}, and waits for something. */
  PENDING(true),
  CONFIRMED(true),
  CHECKED_IN(true),
  COMPLETED(false),
  /** The hold ran out. */
  EXPIRED(false),
  /** Approval was refused. */
  DECLINED(false),
  CANCELLED(false),
  NO_SHOW(false);

  private final boolean active;

  Status(boolean active) {
    this.active = active;
  }

  /** Whether it takes its units from everyone else. */
  public boolean isActive() {
    return active;
  }
}
