package dev.holdfast.adapter.postgres.booking;

import static dev.holdfast.booking.BookingFixtures.HOUR;
import static dev.holdfast.booking.BookingFixtures.OTHER_COURT;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.booking.Moving.Step;
import dev.holdfast.booking.BookingFixtures.Draft;
import dev.holdfast.booking.BookingItem;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovingTest {
  private static List<BookingItem> items(Draft draft) {
    return draft.booking().items();
  }

  @Test
  void whatComesFirstInTheCommonOrderIsDoneFirst() {
    var early = items(aBooking().from(TEN));
    var late = items(aBooking().from(TEN.plus(HOUR)));
    assertThat(Moving.steps(early, late))
        .containsExactly(new Step(true, early), new Step(false, late));
    assertThat(Moving.steps(late, early))
        .containsExactly(new Step(false, early), new Step(true, late));
  }

  @Test
  void aPlaceIsGivenUpBeforeItIsTaken() {
    var old = items(aBooking().from(TEN));
    var earlier = items(aBooking().from(TEN.minusSeconds(1_800)));
    assertThat(Moving.steps(old, earlier))
        .containsExactly(new Step(true, old), new Step(false, earlier));
    assertThat(Moving.steps(old, old)).containsExactly(new Step(true, old), new Step(false, old));
  }

  @Test
  void whatStandsBesideEachOtherIsDoneByOneStatement() {
    var old = items(aBooking().from(TEN).and().from(TEN.plus(HOUR)));
    var wanted = items(aBooking().on(OTHER_COURT).from(TEN).and().from(TEN.plus(HOUR)));
    assertThat(Moving.steps(old, wanted))
        .containsExactly(new Step(true, old), new Step(false, wanted));
  }
}
