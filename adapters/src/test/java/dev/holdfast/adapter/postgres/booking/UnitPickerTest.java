package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.booking.BookingFixtures.COURT;
import static dev.holdfast.booking.BookingFixtures.HOUR;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.booking.UnitPicker.Choice;
import dev.holdfast.adapter.postgres.booking.UnitPicker.Held;
import dev.holdfast.booking.BookingFixtures.Draft;
import dev.holdfast.booking.BookingId;
import dev.holdfast.shared.TimeRange;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnitPickerTest {
  private static final TimeRange TEN_TO_ELEVEN = new TimeRange(TEN, TEN.plus(HOUR));
  private static final BookingId LAPSED = BookingId.next();

  @Test
  void theLowestFreeUnitsAreChosen() {
    var choice = choose(aBooking().ofCapacity(4).units(2), taken(1), taken(3));
    assertThat(choice.units()).containsExactly(List.of(2, 4));
    assertThat(choice.conflicts()).isEmpty();
  }

  @Test
  void aFreeUnitGoesBeforeOneThatALapsedHoldHas() {
    var choice = choose(aBooking().ofCapacity(2), lapsed(1));
    assertThat(choice.units()).containsExactly(List.of(2));
    assertThat(choice.lapsed()).isEmpty();
  }

  @Test
  void aLapsedHoldIsNamedWhenItsUnitIsNeeded() {
    var choice = choose(aBooking(), lapsed(1));
    assertThat(choice.units()).containsExactly(List.of(1));
    assertThat(choice.lapsed()).containsExactly(LAPSED);
  }

  @Test
  void tooFewUnitsAreAConflict() {
    var choice = choose(aBooking().ofCapacity(2).units(2), taken(2));
    assertThat(choice.conflicts()).hasSize(1);
  }

  @Test
  void whatAnEarlierItemTakesIsNotFreeForALaterOne() {
    var choice = choose(aBooking().ofCapacity(2).and().ofCapacity(2));
    assertThat(choice.units()).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void aLapsedHoldGivesWayOnceOnly() {
    var choice = choose(aBooking().and(), lapsed(1));
    assertThat(choice.units()).containsExactly(List.of(1), List.of());
    assertThat(choice.conflicts()).hasSize(1);
  }

  private static Choice choose(Draft draft, Held... held) {
    return new UnitPicker(List.of(held), false, new Random(1)).choose(draft.draft().claims());
  }

  private static Held taken(int unit) {
    return new Held(COURT, unit, TEN_TO_ELEVEN, BookingId.next(), false);
  }

  private static Held lapsed(int unit) {
    return new Held(COURT, unit, TEN_TO_ELEVEN, LAPSED, true);
  }
}
