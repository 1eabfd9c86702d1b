package dev.holdfast.resource.usecase;

import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.UTC;
import static dev.holdfast.resource.ResourceFixtures.courtOf;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.Slot;
import dev.holdfast.resource.port.Occupancy.Taken;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FreeUnitsTest {
  private static TimeRange minutes(int from, int to) {
    return new TimeRange(NOW.plusSeconds(60L * from), NOW.plusSeconds(60L * to));
  }

  @Test
  void aUnitIsFreeBetweenTwoBookingsThatKeepTheBuffersAway() {
    var court =
        courtOf(venue(UTC)).buffered(Duration.ofMinutes(5), Duration.ofMinutes(10)).bookable();
    var slots = List.of(minutes(100, 160));
    assertThat(FreeUnits.of(court, slots, List.of(new Taken(1, minutes(0, 95))))).hasSize(1);
    assertThat(FreeUnits.of(court, slots, List.of(new Taken(1, minutes(0, 96))))).isEmpty();
    assertThat(FreeUnits.of(court, slots, List.of(new Taken(1, minutes(170, 300))))).hasSize(1);
    assertThat(FreeUnits.of(court, slots, List.of(new Taken(1, minutes(169, 300))))).isEmpty();
  }

  @Test
  void unitsThatTheResourceNoLongerHasDoNotCount() {
    var court = courtOf(venue(UTC)).withUnits(2).bookable();
    var taken = List.of(new Taken(3, minutes(0, 100)), new Taken(2, minutes(0, 100)));
    assertThat(FreeUnits.of(court, List.of(minutes(0, 60)), taken))
        .extracting(Slot::unitsFree)
        .containsExactly(1);
  }

  @Property(tries = 5_000)
  void eachSlotHasAsManyUnitsFreeAsNothingOverlaps(
      @ForAll @IntRange(min = 1, max = 3) int capacity,
      @ForAll @IntRange(min = 1, max = 12) int length,
      @ForAll @IntRange(max = 4) int buffer,
      @ForAll @Size(max = 12) List<@IntRange(max = 100) Integer> numbers) {
    var court =
        courtOf(venue(UTC))
            .withUnits(capacity)
            .buffered(Duration.ofMinutes(buffer), Duration.ofMinutes(buffer / 2))
            .bookable();
    var slots = IntStream.range(0, 50).mapToObj(i -> minutes(i * 2, i * 2 + length)).toList();
    var taken = new ArrayList<Taken>();
    for (var n : numbers) {
      taken.add(new Taken(1 + n % 4, minutes(n, n + 1 + n % 9)));
    }
    var expected = new ArrayList<Slot>();
    for (var slot : slots) {
      var free =
          IntStream.rangeClosed(1, capacity)
              .filter(
                  unit ->
                      taken.stream()
                          .noneMatch(
                              each ->
                                  each.unit() == unit
                                      && each.occupied().overlaps(court.occupied(slot))))
              .count();
      if (free > 0) {
        expected.add(new Slot(slot, (int) free, null));
      }
    }
    assertThat(FreeUnits.of(court, slots, taken)).isEqualTo(expected);
  }
}
