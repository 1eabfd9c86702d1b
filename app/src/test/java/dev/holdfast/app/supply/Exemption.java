package dev.holdfast.app.supply;

import java.time.LocalDate;

/**
 * Leave to use a library all the same, for a while.
 *
 * @param id of the advisory
 * @param component {@code group:artifact}
 * @param reason why it does no harm here
 * @param expires the last day
 */
record Exemption(String id, String component, String reason, LocalDate expires) {
  boolean covers(Advisory advisory, Component affected) {
    return id.equals(advisory.id()) && component.equals(affected.coordinates());
  }

  @Override
  public String toString() {
    return "the exemption of " + component + " from " + id;
  }
}
