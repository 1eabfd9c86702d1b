package dev.holdfast.resource;

import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.EUR;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.SAME_RESOURCE;
import static dev.holdfast.resource.ResourceFixtures.courtOf;
import static dev.holdfast.resource.ResourceFixtures.events;
import static dev.holdfast.resource.ResourceFixtures.price;
import static dev.holdfast.resource.ResourceFixtures.priced;
import static dev.holdfast.resource.ResourceFixtures.state;
import static dev.holdfast.resource.ResourceFixtures.terms;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.ResourceEvent.ResourceChanged;
import dev.holdfast.resource.ResourceEvent.ResourceDeactivated;
import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.ResourceRejection.PriceDigits;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Patch;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ResourceTest {
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Venue VENUE = venue(BERLIN);

  private static Resource created(ResourceTerms terms) {
    return state(Resource.create(ResourceId.next(), VENUE, terms, NOW));
  }

  private static ResourceTerms durations(
      Patch<Duration> step, Patch<Duration> min, Patch<Duration> max) {
    return new ResourceTerms(
        Patch.keep(),
        Patch.set("Room"),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        step,
        min,
        max,
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep());
  }

  @Test
  void onlyTheNameMustBeSaid() {
    var resource = created(terms(Patch.set("Room")));
    assertThat(resource)
        .returns("resource", Resource::kind)
        .returns(1, Resource::capacity)
        .returns(Duration.ofMinutes(15), Resource::slotStep)
        .returns(Duration.ofMinutes(15), Resource::minDuration)
        .returns(Duration.ofDays(1), Resource::maxDuration)
        .returns(365, Resource::horizonDays)
        .returns(true, Resource::isActive)
        .returns(1L, Resource::version)
        .returns(OpeningHours.ALWAYS, Resource::openingHours);
    assertThat(resource.price()).isNull();
  }

  @Test
  void theShortestBookingIsAStepUnlessItIsSaidOtherwise() {
    var hour = Duration.ofHours(1);
    var resource = created(durations(Patch.set(hour), Patch.keep(), Patch.keep()));
    assertThat(resource.minDuration()).isEqualTo(hour);
    var other =
        state(
            resource.change(
                durations(Patch.set(hour.multipliedBy(2)), Patch.clear(), Patch.keep()),
                VENUE,
                LATER));
    assertThat(other.minDuration()).isEqualTo(hour.multipliedBy(2));
  }

  @Test
  void theShortestBookingMayBeTheLongestButNotLonger() {
    var hour = Duration.ofHours(1);
    assertThat(created(durations(Patch.keep(), Patch.set(hour), Patch.set(hour))).maxDuration())
        .isEqualTo(hour);
    assertThat(
            Resource.create(
                ResourceId.next(),
                VENUE,
                durations(Patch.keep(), Patch.set(hour.plusSeconds(1)), Patch.set(hour)),
                NOW))
        .asInstanceOf(InstanceOfAssertFactories.type(Rejected.class))
        .extracting(no -> no.reason().getClass())
        .isEqualTo(Inconsistent.class);
  }

  @Test
  void aPriceWithoutACurrencyIsInTheVenues() {
    var court = courtOf(VENUE).resource();
    var changed = state(court.change(priced(price("24.00", null)), VENUE, LATER));
    assertThat(changed.price()).isEqualTo(new Price(new Money(2400, EUR), Price.Per.HOUR));
  }

  @Test
  void aPriceInAnotherCurrencyOrWithOtherDigitsIsRefused() {
    var court = courtOf(VENUE).resource();
    assertThat(court.change(priced(price("24.00", Currency.getInstance("USD"))), VENUE, LATER))
        .asInstanceOf(InstanceOfAssertFactories.type(Rejected.class))
        .extracting(no -> no.reason().getClass())
        .isEqualTo(Inconsistent.class);
    assertThat(court.change(priced(price("24.0", null)), VENUE, LATER))
        .isEqualTo(new Rejected<>(new PriceDigits(2)));
  }

  @Test
  void aPriceIsKeptUntilItIsCleared() {
    var court = courtOf(VENUE).costing("24.00", Price.Per.HOUR).resource();
    var renamed = state(court.change(terms(Patch.set("Court 2")), VENUE, LATER));
    assertThat(renamed.price()).isEqualTo(court.price());
    assertThat(state(renamed.change(priced(Patch.clear()), VENUE, LATER)).price()).isNull();
  }

  @Test
  void aChangeToWhatItIsHappensNot() {
    var court = courtOf(VENUE).resource();
    assertThat(events(court.change(SAME_RESOURCE, VENUE, LATER))).isEmpty();
    assertThat(events(court.open(OpeningHours.ALWAYS, LATER))).isEmpty();
  }

  @Test
  void takingItOffTheListIsSaidOnceAndMayBeTakenBack() {
    var court = courtOf(VENUE).resource();
    var off = court.deactivate(LATER);
    assertThat(events(off)).hasOnlyElementsOfType(ResourceDeactivated.class).hasSize(1);
    assertThat(state(off)).returns(false, Resource::isActive).returns(2L, Resource::version);
    assertThat(events(state(off).deactivate(LATER))).isEmpty();
    var back =
        new ResourceTerms(
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.set(true));
    assertThat(events(state(off).change(back, VENUE, LATER)))
        .hasOnlyElementsOfType(ResourceChanged.class)
        .hasSize(1);
  }
}
