package dev.holdfast.resource.port;

import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.courtOf;
import static dev.holdfast.resource.ResourceFixtures.state;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static dev.holdfast.resource.port.VenuesContract.isRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.OpeningHours;
import dev.holdfast.resource.Price;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceEvent.ResourceChanged;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceFixtures.Court;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Resources.Filter;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Page;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What every keeper of resources must do. */
public interface ResourcesContract {
  Resources resources();

  Venues venues();

  /** Reads the rules of opening hours as the keeper does. */
  Recurrences recurrences();

  private Venue keptVenue() {
    return Objects.requireNonNull(
        venues().add(new VenueCreated(venue(BERLIN), NOW), ADMIN).block());
  }

  private Resource kept(Court court) {
    return Objects.requireNonNull(
        resources().add(new ResourceCreated(court.resource(), NOW), ADMIN).block());
  }

  private OpeningHours.Rule weekdays() {
    return new OpeningHours.Rule(
        recurrences().read("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR").orElseThrow(),
        LocalTime.of(22, 0),
        LocalTime.of(4, 0, 30),
        LocalDate.of(2027, 1, 1),
        null);
  }

  private static ResourceChanged deactivated(Resource resource) {
    return new ResourceChanged(state(resource.deactivate(NOW.plusSeconds(1))), NOW.plusSeconds(1));
  }

  @Test
  default void aResourceComesBackAsItWasAddedWithItsVenue() {
    var venue = keptVenue();
    var court =
        courtOf(venue)
            .named("Halle 50 % _")
            .withUnits(5)
            .buffered(Duration.ofSeconds(1), Duration.ofMinutes(10))
            .costing("12.50", Price.Per.BOOKING)
            .noticedBy(Duration.ofHours(2))
            .upToDaysAhead(30)
            .open(weekdays())
            .resource();
    StepVerifier.create(resources().add(new ResourceCreated(court, NOW), ADMIN))
        .expectNext(court)
        .verifyComplete();
    StepVerifier.create(resources().find(court.id()))
        .expectNext(new Bookable(court, venue))
        .verifyComplete();
  }

  @Test
  default void whatIsNotThereIsEmpty() {
    StepVerifier.create(resources().find(ResourceId.next())).verifyComplete();
  }

  @Test
  default void aChangeReplacesTheVersionBefore() {
    var court = kept(courtOf(keptVenue()));
    var changed = deactivated(court);
    StepVerifier.create(resources().save(changed, ADMIN))
        .expectNext(changed.resource())
        .verifyComplete();
    StepVerifier.create(resources().find(court.id()).map(Bookable::resource))
        .expectNext(changed.resource())
        .verifyComplete();
  }

  @Test
  default void openingHoursAreReplaced() {
    var court = kept(courtOf(keptVenue()).open(weekdays()));
    var hours = new OpeningHours(List.of(weekdays(), weekdays()));
    var changed = new ResourceChanged(state(court.open(hours, NOW)), NOW);
    StepVerifier.create(resources().save(changed, ADMIN)).expectNextCount(1).verifyComplete();
    StepVerifier.create(resources().find(court.id()).map(found -> found.resource().openingHours()))
        .expectNext(hours)
        .verifyComplete();
  }

  @Test
  default void aChangeOfAnOldVersionIsRefused() {
    var court = kept(courtOf(keptVenue()));
    StepVerifier.create(resources().save(deactivated(court), ADMIN))
        .expectNextCount(1)
        .verifyComplete();
    StepVerifier.create(resources().save(deactivated(court), ADMIN))
        .verifyErrorMatches(failure -> isRejected(failure, VersionMismatch.class));
  }

  @Test
  default void ofManyRacingChangesExactlyOneWins() {
    var court = kept(courtOf(keptVenue()).costing("1.00", Price.Per.UNIT));
    var wins =
        Flux.range(0, 16)
            .flatMap(
                _ ->
                    resources()
                        .save(deactivated(court), ADMIN)
                        .thenReturn(1)
                        .onErrorResume(
                            failure -> isRejected(failure, VersionMismatch.class),
                            _ -> Mono.just(0)),
                16)
            .reduce(Integer::sum);
    StepVerifier.create(wins).expectNext(1).verifyComplete();
  }

  @Test
  default void aPriceInAnotherCurrencyThanTheVenuesIsRefused() {
    var venue = keptVenue();
    var usd = new Price(new Money(100, Currency.getInstance("USD")), Price.Per.HOUR);
    var court = courtOf(venue).costing("1.00", Price.Per.HOUR).resource();
    var wrong = priced(court, usd);
    StepVerifier.create(resources().add(new ResourceCreated(wrong, NOW), ADMIN))
        .verifyErrorMatches(failure -> isRejected(failure, Inconsistent.class));
    StepVerifier.create(resources().find(wrong.id())).verifyComplete();
  }

  private static Resource priced(Resource r, Price price) {
    return new Resource(
        r.id(),
        r.venueId(),
        r.kind(),
        r.name(),
        r.description(),
        r.capacity(),
        r.bufferBefore(),
        r.bufferAfter(),
        r.slotStep(),
        r.minDuration(),
        r.maxDuration(),
        r.minNotice(),
        r.horizonDays(),
        price,
        r.approvalRequired(),
        r.paymentRequired(),
        r.isActive(),
        r.openingHours(),
        r.version(),
        r.createdAt(),
        r.updatedAt());
  }

  @Test
  default void aFilterKeepsWhatMatchesAllOfIt() {
    var venue = keptVenue().id();
    var home = new Filter(venue, null, null);
    var park = courtOf(Objects.requireNonNull(venues().find(venue).block()));
    var court = kept(park.named("Große Halle 50%").ofKind("hall"));
    var other = kept(park.named("Saal_1").ofKind("hall"));
    var third = kept(park.named("Saal 21").ofKind("room"));
    assertFound(home, List.of(third, other, court));
    assertFound(new Filter(venue, "hall", null), List.of(other, court));
    assertFound(new Filter(venue, "Hall", null), List.of());
    assertFound(new Filter(venue, null, "HALLE"), List.of(court));
    assertFound(new Filter(venue, null, "l_1"), List.of(other));
    assertFound(new Filter(venue, null, "0%"), List.of(court));
    assertFound(new Filter(venue, "room", "saal"), List.of(third));
    assertFound(new Filter(VenueId.next(), null, null), List.of());
  }

  private void assertFound(Filter filter, List<Resource> expected) {
    var ids = expected.stream().map(Resource::id).toList();
    StepVerifier.create(resources().list(filter, new Page.Request(50, null)))
        .assertNext(
            page -> {
              assertThat(page.items())
                  .extracting(Resource::id)
                  .containsExactlyInAnyOrderElementsOf(ids);
              assertThat(page.after()).isNull();
            })
        .verifyComplete();
    StepVerifier.create(resources().all(filter).map(Resource::id).collectList())
        .assertNext(all -> assertThat(all).containsExactlyInAnyOrderElementsOf(ids))
        .verifyComplete();
  }

  @Test
  default void aWalkSeesEachResourceOnceNewestFirst() {
    var venue = keptVenue();
    var made = new ArrayList<ResourceId>();
    for (var i = 0; i < 7; i++) {
      made.add(kept(courtOf(venue)).id());
    }
    var newestFirst = made.stream().sorted((a, b) -> b.toString().compareTo(a.toString())).toList();
    var filter = new Filter(venue.id(), null, null);
    StepVerifier.create(walk(filter, null).map(Resource::id).collectList())
        .expectNext(newestFirst)
        .verifyComplete();
    StepVerifier.create(resources().all(filter).map(Resource::id).collectList())
        .expectNext(newestFirst)
        .verifyComplete();
  }

  private Flux<Resource> walk(Filter filter, @Nullable UUID from) {
    return resources()
        .list(filter, new Page.Request(3, from))
        .flatMapMany(
            page ->
                page.after() == null
                    ? Flux.fromIterable(page.items())
                    : Flux.fromIterable(page.items()).concatWith(walk(filter, page.after())));
  }
}
