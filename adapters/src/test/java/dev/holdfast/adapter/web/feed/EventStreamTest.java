package dev.holdfast.adapter.web.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.feed.EventStream.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class EventStreamTest {
  private static String text(byte[] piece) {
    return new String(piece, StandardCharsets.UTF_8);
  }

  @Test
  void aQuietStreamBeatsEveryFifteenSeconds() {
    StepVerifier.withVirtualTime(() -> EventStream.pieces(Flux.never()).map(EventStreamTest::text))
        .assertNext(first -> assertThat(first).matches("retry: \\d{4}\n\n"))
        .expectNoEvent(Duration.ofMillis(14_999))
        .thenAwait(Duration.ofMillis(1))
        .expectNext(":\n\n")
        .thenAwait(Duration.ofSeconds(15))
        .expectNext(":\n\n")
        .thenCancel()
        .verify(Duration.ofSeconds(5));
  }

  @Test
  void anEventIsThreeLinesAndTheStreamEndsWithItsEvents() {
    var event = new Event("7-9", "booking.noted", Map.of("note", "two\nlines, é"));
    StepVerifier.create(EventStream.pieces(Flux.just(event)).map(EventStreamTest::text))
        .expectNextCount(1)
        .expectNext("id: 7-9\nevent: booking.noted\ndata: {\"note\":\"two\\nlines, é\"}\n\n")
        .expectComplete()
        .verify(Duration.ofSeconds(5));
  }

  @Test
  void aFailureOfTheSourceIsTheStreams() {
    StepVerifier.create(EventStream.pieces(Mono.<Event>error(new IllegalStateException()).flux()))
        .expectNextCount(1)
        .expectError(IllegalStateException.class)
        .verify(Duration.ofSeconds(5));
  }
}
