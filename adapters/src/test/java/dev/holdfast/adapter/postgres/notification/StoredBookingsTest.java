package dev.holdfast.adapter.postgres.notification;

import static dev.holdfast.booking.BookingFixtures.aBooking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.booking.BookingFacts;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StoredBookingsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final StoredBookings bookings = new StoredBookings(JSON);

  @Test
  void whatWasWrittenIsReadWhateverElseStandsThere() {
    var facts = BookingFacts.of(aBooking().booking());
    var text = JSON.writeValueAsString(facts);
    assertThat(bookings.read(text)).isEqualTo(facts);
    assertThat(bookings.read("{\"tomorrow\":1," + text.substring(1))).isEqualTo(facts);
  }

  @Test
  void whatMakesNoSenseIsRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> bookings.read("{\"id\":\"ada@example.org\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("ada")
        .hasNoCause();
  }
}
