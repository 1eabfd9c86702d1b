package dev.holdfast.resource;

import java.time.LocalDate;
import java.util.List;

/** On which dates something happens: a recurrence rule (RFC 5545 §3.3.10), read and checked. */
public interface Recurrence {
  /** The rule as it was written. */
  String rule();

  /**
   * The dates of the rule, in order.
   *
   * @param anchor the first date the rule may fall on; intervals count from here
   * @param from included
   * @param to excluded
   */
  List<LocalDate> between(LocalDate anchor, LocalDate from, LocalDate to);
}
