package dev.holdfast.load.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventParserTest {
  private static final String STREAM =
      """
      retry: 3120

      id: 7-1
      event: booking.created
      data: {"id":"7-1"}

      :

      event: availability.changed
      data: one
      data: two\r
      \r
      data: never ended
      """;

  private final List<StreamedEvent> taken = new ArrayList<>();
  private final EventParser parser = new EventParser("0", taken::add);

  private void accept(String text, int pieces) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += pieces) {
      parser.accept(bytes, from, Math.min(bytes.length, from + pieces));
    }
  }

  private List<String> taken() {
    return taken.stream()
        .map(event -> event.id() + " " + event.name() + " " + event.data())
        .toList();
  }

  @Test
  void whatHasComeWholeIsAnEventInWhateverPiecesItCame() {
    for (int pieces = 1; pieces < STREAM.length(); pieces++) {
      taken.clear();
      parser.reset();
      accept(STREAM, pieces);
      assertThat(taken())
          .containsExactly(
              "7-1 booking.created {\"id\":\"7-1\"}", "null availability.changed one\ntwo");
    }
  }

  @Test
  void whatWasCutShortIsForgotten() {
    accept("id: 1\ndata: whole\n\nid: 2\ndata: half", 100);
    parser.reset();
    accept("data: next\n\n", 100);
    assertThat(taken()).containsExactly("1 message whole", "null message next");
  }

  @Test
  void theLastIdIsThatOfTheLastWholeEventAndStaysWhenTheStreamIsCut() {
    assertThat(parser.lastId()).isEqualTo("0");
    accept("id: 1\ndata: whole\n\ndata: without\n\nid: 2\ndata: half", 100);
    parser.reset();
    assertThat(parser.lastId()).isEqualTo("1");
    accept("id: 3\n\n", 100);
    assertThat(parser.lastId()).isEqualTo("3");
    assertThat(taken()).containsExactly("1 message whole", "null message without");
  }
}
