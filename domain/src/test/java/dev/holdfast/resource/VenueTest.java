package dev.holdfast.resource;

import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.EUR;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.SAME_VENUE;
import static dev.holdfast.resource.ResourceFixtures.events;
import static dev.holdfast.resource.ResourceFixtures.manager;
import static dev.holdfast.resource.ResourceFixtures.state;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.VenueEvent.VenueChanged;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class VenueTest {
  private static final Instant LATER = NOW.plusSeconds(60);

  @Test
  void aChangeRaisesTheVersionByOne() {
    var terms =
        new VenueTerms(Patch.set("Halls"), Patch.keep(), Patch.keep(), Patch.keep(), Patch.keep());
    var changed = state(venue(BERLIN).change(terms, LATER));
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.name()).isEqualTo("Halls");
    assertThat(changed.updatedAt()).isEqualTo(LATER);
    assertThat(changed.createdAt()).isEqualTo(NOW);
  }

  @Test
  void aChangeToWhatItIsHappensNot() {
    var venue = venue(BERLIN);
    assertThat(state(venue.change(SAME_VENUE, LATER))).isEqualTo(venue);
    assertThat(events(venue.change(SAME_VENUE, LATER))).isEmpty();
  }

  @Test
  void whatIsClearedGoesBackToItsDefault() {
    var terms =
        new VenueTerms(
            Patch.keep(),
            Patch.keep(),
            Patch.keep(),
            Patch.set(Duration.ofMinutes(1)),
            Patch.keep());
    var cleared =
        new VenueTerms(Patch.keep(), Patch.keep(), Patch.keep(), Patch.clear(), Patch.keep());
    var changed = state(venue(BERLIN).change(terms, LATER));
    assertThat(changed.holdTtl()).isEqualTo(Duration.ofMinutes(1));
    assertThat(state(changed.change(cleared, LATER)).holdTtl()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void theNoShowFeeIsInTheCurrencyOfTheVenue() {
    var fee = new CancellationPolicy(List.of(), new Money(500, Currency.getInstance("USD")));
    var terms =
        new VenueTerms(Patch.keep(), Patch.keep(), Patch.keep(), Patch.keep(), Patch.set(fee));
    assertThat(venue(BERLIN).change(terms, LATER))
        .isInstanceOfSatisfying(
            Rejected.class, no -> assertThat(no.reason()).isInstanceOf(Inconsistent.class));
    var ours = new CancellationPolicy(List.of(), new Money(500, EUR));
    var good =
        new VenueTerms(Patch.keep(), Patch.keep(), Patch.keep(), Patch.keep(), Patch.set(ours));
    assertThat(state(venue(BERLIN).change(good, LATER)).cancellationPolicy()).isEqualTo(ours);
  }

  @Test
  void staffIsAddedAndRemovedOnce() {
    var anna = manager();
    var added = venue(BERLIN).addStaff(anna.requireUserId(), LATER);
    assertThat(events(added)).hasOnlyElementsOfType(VenueChanged.class).hasSize(1);
    assertThat(state(added).isManagedBy(anna)).isTrue();
    assertThat(events(state(added).addStaff(anna.requireUserId(), LATER))).isEmpty();
    var removed = state(added).removeStaff(anna.requireUserId(), LATER);
    assertThat(state(removed).isManagedBy(anna)).isFalse();
    assertThat(events(state(removed).removeStaff(anna.requireUserId(), LATER))).isEmpty();
  }

  @Test
  void whoIsNoLongerAManagerManagesNothing() {
    var anna = manager();
    var demoted = new Actor(anna.userId(), Role.USER, null, anna.origin());
    assertThat(venue(BERLIN, anna.requireUserId()).isManagedBy(demoted)).isFalse();
  }
}
