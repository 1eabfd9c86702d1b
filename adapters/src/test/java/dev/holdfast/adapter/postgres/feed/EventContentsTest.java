package dev.holdfast.adapter.postgres.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.feed.LoggedEvent.Touched;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class EventContentsTest {
  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
  private static final UUID COURT = Ids.next();
  private static final UUID OTHER_COURT = Ids.next();
  private static final UUID BOOKING = Ids.next();

  private final EventContents contents = new EventContents(JsonMapper.builder().build());

  private static String booking(String... items) {
    return """
    {"id":"%s","userId":"%s","note":{"sealed":"x"},"items":[%s],"version":3}\
    """
        .formatted(BOOKING, BOOKING, String.join(",", items));
  }

  private static String item(UUID resource, String occupied) {
    return """
    {"id":"%s","resourceId":"%s","unit":1,"start":"2027-03-01T12:00:00Z","end":"2027-03-01T13:00:00Z"%s}\
    """
        .formatted(Ids.next(), resource, occupied);
  }

  private static Touched noonTo(UUID resource, Duration length) {
    return new Touched(resource, new TimeRange(NOON, NOON.plus(length)));
  }

  @Test
  void aBookingNamesItsUserAndOthersNobody() {
    assertThat(contents.read(booking()).userId()).isEqualTo(BOOKING);
    assertThat(contents.read("{\"name\":\"Park\",\"staff\":[]}").userId()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "declined", "cancelled", "expired", "completed", "no_show"})
  void whatTakesOrFreesTimeTouchesItBuffersIncluded(String what) {
    var wide =
        ",\"occupied\":{\"start\":\"2027-03-01T12:00:00Z\",\"end\":\"2027-03-01T13:30:00Z\"}";
    var content = contents.read(booking(item(COURT, ""), item(OTHER_COURT, wide)));
    assertThat(EventContents.touched("booking." + what, BOOKING, NOON, content, null))
        .containsExactly(
            noonTo(COURT, Duration.ofHours(1)), noonTo(OTHER_COURT, Duration.ofMinutes(90)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirmed", "extended", "noted", "approved", "checked_in"})
  void whatLeavesTheTimeTakenTouchesNothing(String what) {
    var content = contents.read(booking(item(COURT, "")));
    assertThat(EventContents.touched("booking." + what, BOOKING, NOON, content, null)).isEmpty();
  }

  @Test
  void whatMovesTouchesWhereItWasAndWhereItIs() {
    var before = contents.read(booking(item(COURT, "")));
    var after = contents.read(booking(item(OTHER_COURT, "")));
    assertThat(EventContents.touched("booking.rescheduled", BOOKING, NOON, after, before))
        .containsExactly(
            noonTo(COURT, Duration.ofHours(1)), noonTo(OTHER_COURT, Duration.ofHours(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "\"booking\"",
        "{\"userId\":7}",
        "{\"items\":{}}",
        "{\"items\":[null]}",
        "{\"items\":[{}]}",
        "{\"items\":[{\"resourceId\":\"x\"}]}",
        "{\"horizon\":\"soon\"}",
        "{\"horizon\":\"PT0S\"}"
      })
  void dataThatMakeNoSenseAreReadAsNothing(String data) {
    var content = contents.read(data);
    assertThat(content.userId()).isNull();
    assertThat(EventContents.touched("booking.created", BOOKING, NOON, content, null)).isEmpty();
  }

  @Test
  void anItemThatEndsBeforeItBeginsTouchesNothing() {
    var backwards =
        booking(item(COURT, "").replace("2027-03-01T13:00:00Z", "2027-03-01T11:00:00Z"));
    var content = contents.read(backwards);
    assertThat(EventContents.touched("booking.created", BOOKING, NOON, content, null)).isEmpty();
    assertThat(content.userId()).isEqualTo(BOOKING);
  }

  @Test
  void aResourceThatChangesMayChangeAllThatCanBeBooked() {
    var content = contents.read("{\"name\":\"Court\",\"horizon\":\"PT48H\"}");
    assertThat(EventContents.touched("resource.changed", COURT, NOON, content, null))
        .isEqualTo(List.of(noonTo(COURT, Duration.ofDays(2))));
  }
}
