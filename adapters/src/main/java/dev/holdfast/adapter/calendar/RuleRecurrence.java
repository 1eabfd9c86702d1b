package dev.holdfast.adapter.calendar;

import dev.holdfast.resource.Recurrence;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.Weekday;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.WeekdayNum;
import org.jspecify.annotations.Nullable;

/**
 * One rule. The dates around the last question are kept, as the next question is nearly always
 * about the same weeks: a resource is asked before every booking of it.
 *
 * <p>lib-recur walks from the anchor date by date, so daily and weekly rules are asked from an
 * anchor that is whole intervals nearer to the question; monthly and yearly steps are few enough. A
 * rule that counts is walked once from its anchor to its end.
 */
final class RuleRecurrence implements Recurrence {
  private static final int LOOK_AHEAD_DAYS = 120;
  private static final Weekday[] WEEKDAYS = {
    Weekday.MO, Weekday.TU, Weekday.WE, Weekday.TH, Weekday.FR, Weekday.SA, Weekday.SU
  };

  private final String text;
  private final RecurrenceRule rule;
  private volatile @Nullable Window known;

  RuleRecurrence(String text, RecurrenceRule rule) {
    this.text = text;
    this.rule = rule;
  }

  /**
   * The dates of a stretch.
   *
   * @param to excluded
   */
  private record Window(LocalDate anchor, LocalDate from, LocalDate to, List<LocalDate> dates) {
    boolean answers(LocalDate anchor, LocalDate from, LocalDate to) {
      return this.anchor.equals(anchor) && !this.from.isAfter(from) && !this.to.isBefore(to);
    }
  }

  @Override
  public String rule() {
    return text;
  }

  @Override
  public List<LocalDate> between(LocalDate anchor, LocalDate from, LocalDate to) {
    if (!from.isBefore(to)) {
      return List.of();
    }
    var window = known;
    if (window == null || !window.answers(anchor, from, to)) {
      window = window(anchor, from, to);
      known = window;
    }
    return window.dates().stream()
        .filter(date -> !date.isBefore(from) && date.isBefore(to))
        .toList();
  }

  private Window window(LocalDate anchor, LocalDate from, LocalDate to) {
    if (rule.getCount() != null) {
      return new Window(
          anchor, LocalDate.MIN, LocalDate.MAX, walk(rule, anchor, anchor, LocalDate.MAX));
    }
    var ahead = from.plusDays(LOOK_AHEAD_DAYS);
    var until = to.isBefore(ahead) ? ahead : to;
    return new Window(
        anchor, from, until, walk(withWeekday(anchor), near(anchor, from), from, until));
  }

  /** An anchor with the same dates from {@code from} on, or the anchor itself. */
  private LocalDate near(LocalDate anchor, LocalDate from) {
    var days = ChronoUnit.DAYS.between(anchor, from);
    long interval = rule.getInterval();
    if (rule.getFreq() == Freq.DAILY && days > 0) {
      return anchor.plusDays(days / interval * interval);
    }
    // One interval less: the week the walk begins in may already be under way.
    var weeks = (days / 7 / interval - 1) * interval;
    return rule.getFreq() == Freq.WEEKLY && weeks > 0 ? anchor.plusWeeks(weeks) : anchor;
  }

  /** The rule, saying aloud on which weekday a weekly rule falls that leaves it to its anchor. */
  private RecurrenceRule withWeekday(LocalDate anchor) {
    if (rule.getFreq() != Freq.WEEKLY || rule.hasPart(Part.BYDAY)) {
      return rule;
    }
    var weekday = WEEKDAYS[anchor.getDayOfWeek().getValue() - 1];
    try {
      var explicit = new RecurrenceRule(rule.toString(), rule.mode);
      explicit.setByDayPart(List.of(new WeekdayNum(0, weekday)));
      return explicit;
    } catch (InvalidRecurrenceRuleException impossible) {
      throw new IllegalStateException(text, impossible);
    }
  }

  private static List<LocalDate> walk(
      RecurrenceRule rule, LocalDate anchor, LocalDate from, LocalDate to) {
    var dates = new ArrayList<LocalDate>();
    try {
      var iterator = rule.iterator(dateTime(anchor));
      if (anchor.isBefore(from)) {
        iterator.fastForward(dateTime(from));
      }
      while (iterator.hasNext()) {
        var next = iterator.nextDateTime();
        var date = LocalDate.of(next.getYear(), next.getMonth() + 1, next.getDayOfMonth());
        if (!date.isBefore(to)) {
          break;
        }
        if (!date.isBefore(from)) {
          dates.add(date);
        }
      }
    } catch (IllegalArgumentException _) {
      // lib-recur gives up after a thousand steps without a date: there are no more.
    }
    return List.copyOf(dates);
  }

  private static DateTime dateTime(LocalDate date) {
    return new DateTime(date.getYear(), date.getMonthValue() - 1, date.getDayOfMonth());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RuleRecurrence that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
