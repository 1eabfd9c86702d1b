package dev.holdfast.feed;

import static dev.holdfast.feed.FeedFixtures.OWNER;
import static dev.holdfast.feed.FeedFixtures.VENUE;
import static dev.holdfast.feed.FeedFixtures.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Ids;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {
  private final LoggedEvent created = anEvent(new Position(1, 1), Ids.next(), 1);

  @ParameterizedTest
  @CsvSource({
    "booking.created, true",
    "booking.*, true",
    "booking.cancelled, false",
    "booking.create, false",
    "book.*, false",
    "payment.*, false"
  })
  void aTypeCoversItselfOrAllThatBeginLikeIt(String type, boolean isWanted) {
    var filter = new EventFilter(List.of(type), null);
    assertThat(filter.wants(created)).isEqualTo(isWanted);
    var orAnother = new EventFilter(List.of(type, "venue.changed"), null);
    assertThat(orAnother.wants(created)).isEqualTo(isWanted);
  }

  @Test
  void whatIsNotAskedForDoesNotRestrict() {
    assertThat(EventFilter.NONE.wants(created)).isTrue();
    assertThat(new EventFilter(List.of(), VENUE).wants(created)).isTrue();
    assertThat(new EventFilter(List.of(), VenueId.next()).wants(created)).isFalse();
    assertThat(new EventFilter(List.of("venue.*"), VENUE).wants(created)).isFalse();
  }

  @Test
  void aBookingIsSeenByItsUserItsManagersAndWhoStandsAboveThem() {
    var stranger = UUID.randomUUID();
    assertThat(new Audience(OWNER, false, Set.of()).sees(created)).isTrue();
    assertThat(new Audience(stranger, false, Set.of(VENUE)).sees(created)).isTrue();
    assertThat(new Audience(stranger, true, Set.of()).sees(created)).isTrue();
    assertThat(new Audience(stranger, false, Set.of()).sees(created)).isFalse();
    assertThat(new Audience(stranger, false, Set.of(VenueId.next())).sees(created)).isFalse();
  }

  @Test
  void venuesAndResourcesArePublicAndUsersAreNot() {
    var anyone = new Audience(UUID.randomUUID(), false, Set.of());
    assertThat(anyone.sees(of("venue"))).isTrue();
    assertThat(anyone.sees(of("resource"))).isTrue();
    assertThat(anyone.sees(of("user"))).isFalse();
    assertThat(anyone.sees(of("payment"))).isFalse();
  }

  private LoggedEvent of(String aggregateType) {
    return new LoggedEvent(
        created.position(),
        aggregateType + ".changed",
        aggregateType,
        created.aggregateId(),
        created.version(),
        created.occurredAt(),
        created.venueId(),
        created.ownerId(),
        List.of(),
        created.data(),
        created.metadata());
  }
}
