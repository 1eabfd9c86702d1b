package dev.holdfast.adapter.web.feed;

import static dev.holdfast.booking.BookingFixtures.aBooking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingView;
import dev.holdfast.feed.FeedFixtures;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class EventViewsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<BookingFacts> opened = new ArrayList<>();
  private boolean isAway;
  private final EventViews views = new EventViews(this::open, JSON);

  private Mono<BookingView> open(BookingFacts facts) {
    opened.add(facts);
    return isAway
        ? Mono.error(new IllegalStateException("away"))
        : Mono.just(new BookingView(facts, null, null));
  }

  private static LoggedEvent anEvent() {
    var booking = aBooking().booking();
    return FeedFixtures.anEvent(
        new Position(7, 9),
        booking.id().value(),
        1,
        JSON.writeValueAsString(BookingFacts.of(booking)));
  }

  @Test
  void howeverManyFollowAnEventIsRenderedOnce() {
    var event = anEvent();
    var first = views.render(event).block();
    assertThat(views.render(event).block()).isSameAs(first);
    assertThat(opened).hasSize(1);
    views.render(anEvent()).block();
    assertThat(opened).hasSize(2);
  }

  @Test
  void whatCouldNotBeRenderedIsTriedAgain() {
    var event = anEvent();
    isAway = true;
    StepVerifier.create(views.render(event)).verifyError(IllegalStateException.class);
    isAway = false;
    StepVerifier.create(views.render(event)).expectNextCount(1).verifyComplete();
  }
}
