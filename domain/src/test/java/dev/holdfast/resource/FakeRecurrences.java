package dev.holdfast.resource;

import dev.holdfast.resource.port.Recurrences;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows two kinds of rules: every day, and certain days of every week. */
public final class FakeRecurrences implements Recurrences {
  private static final String WEEKLY = "FREQ=WEEKLY;BYDAY=";

  @Override
  public Optional<Recurrence> read(String rule) {
    if (rule.equals("FREQ=DAILY")) {
      return Optional.of(new OnDays(rule, Set.of(DayOfWeek.values())));
    }
    return rule.startsWith(WEEKLY)
        ? Optional.of(
            new OnDays(
                rule,
                Arrays.stream(rule.substring(WEEKLY.length()).split(",", -1))
                    .map(FakeRecurrences::day)
                    .collect(Collectors.toSet())))
        : Optional.empty();
  }

  private static DayOfWeek day(String letters) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> day.name().startsWith(letters))
        .findFirst()
        .orElseThrow();
  }

  private record OnDays(String rule, Set<DayOfWeek> days) implements Recurrence {
    @Override
    public List<LocalDate> between(LocalDate anchor, LocalDate from, LocalDate to) {
      var first = from.isBefore(anchor) ? anchor : from;
      return first.isBefore(to)
          ? first.datesUntil(to).filter(date -> days.contains(date.getDayOfWeek())).toList()
          : List.of();
    }
  }
}
