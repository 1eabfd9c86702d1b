package dev.holdfast.resource;

import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a resource is open, in the local time of its venue. Without a rule it is always open, day
 * after day from midnight to midnight.
 *
 * <p>Local time becomes an instant here and nowhere else. An edge that falls into the gap of a
 * clock change moves to the end of the gap; in a repeated hour it is the first of the two.
 */
public record OpeningHours(List<Rule> rules) {
  /** Open at all times. */
  public static final OpeningHours ALWAYS = new OpeningHours(List.of());

  /**
   * The date from which rules without one count: a Monday, so that weeks begin as people expect.
   */
  private static final LocalDate ANCHOR = LocalDate.of(2001, 1, 1);

  public OpeningHours {
    rules = List.copyOf(rules);
  }

  /**
   * One opening, repeated.
   *
   * @param start local time of the opening
   * @param end local time of the closing; at or before {@code start} it is that of the next day
   * @param validFrom the first date of the rule, and where its intervals count from
   * @param validTo the last date on which an opening may begin
   */
  public record Rule(
      Recurrence recurrence,
      LocalTime start,
      LocalTime end,
      @Nullable LocalDate validFrom,
      @Nullable LocalDate validTo) {

    private List<LocalDate> dates(LocalDate from, LocalDate to) {
      var first = validFrom != null && validFrom.isAfter(from) ? validFrom : from;
      var last = validTo != null && validTo.isBefore(to.minusDays(1)) ? validTo.plusDays(1) : to;
      var anchor = validFrom != null ? validFrom : ANCHOR;
      return first.isBefore(last) ? recurrence.between(anchor, first, last) : List.of();
    }

    private Optional<TimeRange> openingOn(LocalDate date, ZoneId zone) {
      var endDate = end.isAfter(start) ? date : date.plusDays(1);
      return range(date.atTime(start), endDate.atTime(end), zone);
    }
  }

  /**
   * The openings that share an instant with the range or touch it. They may touch or overlap each
   * other where the rules do.
   */
  Openings openings(TimeRange within, ZoneId zone) {
    // An opening lasts a day at the most, so one that matters begins no earlier than two dates
    // before.
    var from = LocalDate.ofInstant(within.start(), zone).minusDays(2);
    var to = LocalDate.ofInstant(within.end(), zone).plusDays(1);
    var openings = new ArrayList<TimeRange>();
    if (rules.isEmpty()) {
      from.datesUntil(to)
          .flatMap(
              date -> range(date.atStartOfDay(), date.plusDays(1).atStartOfDay(), zone).stream())
          .forEach(openings::add);
    }
    for (var rule : rules) {
      for (var date : rule.dates(from, to)) {
        rule.openingOn(date, zone).ifPresent(openings::add);
      }
    }
    openings.removeIf(
        opening -> opening.start().isAfter(within.end()) || opening.end().isBefore(within.start()));
    return new Openings(openings);
  }

  private static Optional<TimeRange> range(LocalDateTime start, LocalDateTime end, ZoneId zone) {
    var from = instant(start, zone);
    var to = instant(end, zone);
    return from.isBefore(to) ? Optional.of(new TimeRange(from, to)) : Optional.empty();
  }

  private static Instant instant(LocalDateTime local, ZoneId zone) {
    var transition = zone.getRules().getTransition(local);
    return transition != null && transition.isGap()
        ? transition.getInstant()
        : local.atZone(zone).toInstant();
  }
}
