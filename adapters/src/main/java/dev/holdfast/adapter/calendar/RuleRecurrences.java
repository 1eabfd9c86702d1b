package dev.holdfast.adapter.calendar;

import dev.holdfast.resource.Recurrence;
import dev.holdfast.resource.port.Recurrences;
import java.util.Optional;
import java.util.Set;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;

/**
 * Reads recurrence rules with lib-recur. What would make one question cost more than a few
 * milliseconds is not read: rules finer than a day, calendars other than ours, very long counts and
 * intervals.
 *
 * <p>A rule is about dates here, so a time of day in its {@code UNTIL} is dropped.
 */
public final class RuleRecurrences implements Recurrences {
  private static final int INTERVAL_MAX = 1_000;
  private static final int COUNT_MAX = 4_000;
  private static final int LENGTH_MAX = 500;

  private static final Set<Freq> FREQUENCIES =
      Set.of(Freq.DAILY, Freq.WEEKLY, Freq.MONTHLY, Freq.YEARLY);
  private static final Set<Part> REFUSED = refused();

  /** The library's classes need each other to begin, and only survive it in this order. */
  private static Set<Part> refused() {
    var _ = new RecurrenceRule(Freq.DAILY);
    return Set.of(Part.BYHOUR, Part.BYMINUTE, Part.BYSECOND, Part.RSCALE, Part.SKIP);
  }

  @Override
  public Optional<Recurrence> read(String text) {
    if (text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      var rule = new RecurrenceRule(text, RecurrenceRule.RfcMode.RFC5545_STRICT);
      if (!isBounded(rule)) {
        return Optional.empty();
      }
      var until = rule.getUntil();
      if (until != null && !until.isAllDay()) {
        rule.setUntil(new DateTime(until.getYear(), until.getMonth(), until.getDayOfMonth()));
      }
      return Optional.of(new RuleRecurrence(text, rule));
    } catch (InvalidRecurrenceRuleException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isBounded(RecurrenceRule rule) {
    var count = rule.getCount();
    return FREQUENCIES.contains(rule.getFreq())
        && REFUSED.stream().noneMatch(rule::hasPart)
        && rule.getInterval() <= INTERVAL_MAX
        && (count == null || count <= COUNT_MAX);
  }
}
