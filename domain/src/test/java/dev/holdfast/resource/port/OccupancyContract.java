package dev.holdfast.resource.port;

import static dev.holdfast.resource.ResourceFixtures.between;

import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Occupancy.Taken;
import dev.holdfast.shared.TimeRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What everyone who knows what is taken must say. */
public interface OccupancyContract {
  Occupancy occupancy();

  /** A booking takes a unit for a stretch, buffers included. */
  void take(ResourceId resource, int unit, TimeRange occupied, How how);

  /** A venue that {@link #take} may use. */
  VenueId venue();

  /** What stands behind a taken unit. */
  enum How {
    CONFIRMED,
    LIVE_HOLD,
    LAPSED_HOLD,
    CANCELLED
  }

  TimeRange NINE_TO_TEN = between("2027-03-01T09:00:00Z", "2027-03-01T10:00:00Z");
  TimeRange TEN_TO_ELEVEN = between("2027-03-01T10:00:00Z", "2027-03-01T11:00:00Z");
  TimeRange NOON_TO_ONE = between("2027-03-01T12:00:00Z", "2027-03-01T13:00:00Z");

  private void assertTaken(ResourceId resource, TimeRange within, Taken... expected) {
    StepVerifier.create(occupancy().taken(venue(), resource, within))
        .expectNext(List.of(expected))
        .verifyComplete();
  }

  @Test
  default void whatNobodyHasTakenIsEmpty() {
    assertTaken(ResourceId.next(), NINE_TO_TEN);
  }

  @Test
  default void aUnitIsTakenByWhatIsConfirmedOrHeld() {
    var court = ResourceId.next();
    take(court, 2, NINE_TO_TEN, How.LIVE_HOLD);
    take(court, 1, NINE_TO_TEN, How.CONFIRMED);
    assertTaken(court, NINE_TO_TEN, new Taken(1, NINE_TO_TEN), new Taken(2, NINE_TO_TEN));
  }

  @Test
  default void whatIsCancelledOrLapsedTakesNothing() {
    var court = ResourceId.next();
    take(court, 1, NINE_TO_TEN, How.CANCELLED);
    take(court, 2, NINE_TO_TEN, How.LAPSED_HOLD);
    assertTaken(court, NINE_TO_TEN);
  }

  @Test
  default void neighboursOfTheRangeAreOutside() {
    var court = ResourceId.next();
    take(court, 1, NINE_TO_TEN, How.CONFIRMED);
    take(court, 1, NOON_TO_ONE, How.CONFIRMED);
    assertTaken(court, between("2027-03-01T10:00:00Z", "2027-03-01T12:00:00Z"));
    assertTaken(
        court,
        between("2027-03-01T09:59:59.999999Z", "2027-03-01T12:00:00.000001Z"),
        new Taken(1, NINE_TO_TEN),
        new Taken(1, NOON_TO_ONE));
  }

  @Test
  default void neighboursOfOneUnitMayComeAsOne() {
    var court = ResourceId.next();
    take(court, 1, NINE_TO_TEN, How.CONFIRMED);
    take(court, 1, TEN_TO_ELEVEN, How.CONFIRMED);
    var both = new TimeRange(NINE_TO_TEN.start(), TEN_TO_ELEVEN.end());
    StepVerifier.create(
            occupancy()
                .taken(venue(), court, both)
                .map(
                    taken ->
                        taken.equals(List.of(new Taken(1, both)))
                            || taken.equals(
                                List.of(new Taken(1, NINE_TO_TEN), new Taken(1, TEN_TO_ELEVEN)))))
        .expectNext(true)
        .verifyComplete();
  }

  @Test
  default void anotherResourceIsAnotherMatter() {
    var court = ResourceId.next();
    take(court, 1, NINE_TO_TEN, How.CONFIRMED);
    assertTaken(ResourceId.next(), NINE_TO_TEN);
  }
}
