package dev.holdfast.resource.port;

import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.BERLIN;
import static dev.holdfast.resource.ResourceFixtures.EUR;
import static dev.holdfast.resource.ResourceFixtures.NOW;
import static dev.holdfast.resource.ResourceFixtures.courtOf;
import static dev.holdfast.resource.ResourceFixtures.venue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.resource.CancellationPolicy.Tier;
import dev.holdfast.resource.Price;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceRejection.Inconsistent;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent.VenueChanged;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What every keeper of venues must do. Others may keep venues of their own in it meanwhile. */
public interface VenuesContract {
  Venues venues();

  Resources resources();

  private Venue kept(Venue venue) {
    return java.util.Objects.requireNonNull(
        venues().add(new VenueCreated(venue, NOW), ADMIN).block());
  }

  private static VenueChanged changed(Venue venue, String name, Currency currency) {
    return new VenueChanged(
        new Venue(
            venue.id(),
            name,
            venue.timeZone(),
            currency,
            venue.holdTtl(),
            venue.cancellationPolicy(),
            venue.staff(),
            venue.version() + 1,
            venue.createdAt(),
            NOW.plusSeconds(1)),
        NOW.plusSeconds(1));
  }

  static boolean isRejected(Throwable failure, Class<? extends Rejection> reason) {
    return failure instanceof RejectedException refused && reason.isInstance(refused.rejection());
  }

  @Test
  default void aVenueComesBackAsItWasAdded() {
    var venue =
        new Venue(
            VenueId.next(),
            "Höfe \"am\" Park \uD83C\uDFBE",
            BERLIN,
            EUR,
            Duration.ofSeconds(90),
            new CancellationPolicy(
                List.of(new Tier(Duration.ofDays(7), 100), new Tier(Duration.ofHours(25), 50)),
                new Money(1050, EUR)),
            Set.copyOf(List.of(UserId.next(), UserId.next())),
            1,
            NOW.plusNanos(123_456_000),
            NOW.plusNanos(123_456_000));
    StepVerifier.create(venues().add(new VenueCreated(venue, NOW), ADMIN))
        .expectNext(venue)
        .verifyComplete();
    StepVerifier.create(venues().find(venue.id())).expectNext(venue).verifyComplete();
  }

  @Test
  default void someoneManagesTheVenuesWhoseStaffTheyBelongTo() {
    var manager = UserId.next();
    var first = kept(venue(BERLIN, manager));
    var second = kept(venue(BERLIN, UserId.next(), manager));
    kept(venue(BERLIN, UserId.next()));
    StepVerifier.create(venues().managedBy(manager))
        .expectNext(Set.of(first.id(), second.id()))
        .verifyComplete();
    StepVerifier.create(venues().managedBy(UserId.next())).expectNext(Set.of()).verifyComplete();
  }

  @Test
  default void whatIsNotThereIsEmpty() {
    StepVerifier.create(venues().find(VenueId.next())).verifyComplete();
  }

  @Test
  default void addWritesNothingBeforeSubscription() {
    var venue = venue(BERLIN);
    var neverSubscribed = venues().add(new VenueCreated(venue, NOW), ADMIN);
    StepVerifier.create(venues().find(venue.id())).verifyComplete();
    assertThat(neverSubscribed).isNotNull();
  }

  @Test
  default void aChangeReplacesTheVersionBefore() {
    var venue = kept(venue(BERLIN));
    var changed = changed(venue, "Halls", EUR);
    StepVerifier.create(venues().save(changed, ADMIN)).expectNext(changed.venue()).verifyComplete();
    StepVerifier.create(venues().find(venue.id())).expectNext(changed.venue()).verifyComplete();
  }

  @Test
  default void aChangeOfAnOldVersionIsRefusedAndChangesNothing() {
    var venue = kept(venue(BERLIN));
    var first = changed(venue, "Halls", EUR);
    StepVerifier.create(venues().save(first, ADMIN)).expectNextCount(1).verifyComplete();
    StepVerifier.create(venues().save(changed(venue, "Rooms", EUR), ADMIN))
        .verifyErrorMatches(failure -> isRejected(failure, VersionMismatch.class));
    StepVerifier.create(venues().find(venue.id())).expectNext(first.venue()).verifyComplete();
  }

  @Test
  default void aChangeOfWhatIsNotThereIsRefused() {
    StepVerifier.create(venues().save(changed(venue(BERLIN), "Halls", EUR), ADMIN))
        .verifyErrorMatches(failure -> isRejected(failure, VersionMismatch.class));
  }

  @Test
  default void ofManyRacingChangesExactlyOneWins() {
    var venue = kept(venue(BERLIN));
    var wins =
        Flux.range(0, 16)
            .flatMap(
                i ->
                    venues()
                        .save(changed(venue, "Halls " + i, EUR), ADMIN)
                        .thenReturn(1)
                        .onErrorResume(
                            failure -> isRejected(failure, VersionMismatch.class),
                            _ -> Mono.just(0)),
                16)
            .reduce(Integer::sum);
    StepVerifier.create(wins).expectNext(1).verifyComplete();
  }

  @Test
  default void theCurrencyCannotChangeWhileAResourceHasAPrice() {
    var usd = Currency.getInstance("USD");
    var free = kept(venue(BERLIN));
    StepVerifier.create(venues().save(changed(free, "Free", usd), ADMIN))
        .expectNextCount(1)
        .verifyComplete();
    var venue = kept(venue(BERLIN));
    var court = courtOf(venue).costing("12.00", Price.Per.HOUR).resource();
    StepVerifier.create(resources().add(new ResourceCreated(court, NOW), ADMIN))
        .expectNextCount(1)
        .verifyComplete();
    StepVerifier.create(venues().save(changed(venue, "Priced", usd), ADMIN))
        .verifyErrorMatches(failure -> isRejected(failure, Inconsistent.class));
    StepVerifier.create(venues().find(venue.id())).expectNext(venue).verifyComplete();
    StepVerifier.create(venues().save(changed(venue, "Renamed", EUR), ADMIN))
        .expectNextCount(1)
        .verifyComplete();
  }

  @Test
  default void aWalkSeesEachVenueOnceNewestFirst() {
    var made = Stream.generate(() -> kept(venue(BERLIN))).limit(7).map(Venue::id).toList();
    var walked =
        walk(null)
            .filter(venue -> made.contains(venue.id()))
            .map(venue -> venue.id())
            .collectList();
    var newestFirst = made.stream().sorted((a, b) -> b.toString().compareTo(a.toString())).toList();
    StepVerifier.create(walked).expectNext(newestFirst).verifyComplete();
    StepVerifier.create(venues().all().map(Venue::id).filter(made::contains).collectList())
        .expectNext(newestFirst)
        .verifyComplete();
  }

  private Flux<Venue> walk(@Nullable UUID from) {
    return venues()
        .list(new Page.Request(3, from))
        .flatMapMany(
            page ->
                page.after() == null
                    ? Flux.fromIterable(page.items())
                    : Flux.fromIterable(page.items()).concatWith(walk(page.after())));
  }

  @Test
  default void theLastPieceSaysThatItIsTheLast() {
    var oldest = new AtomicReference<@Nullable UUID>();
    kept(venue(BERLIN));
    StepVerifier.create(venues().all().doOnNext(venue -> oldest.set(venue.id().value())).then())
        .verifyComplete();
    StepVerifier.create(venues().list(new Page.Request(200, oldest.get())))
        .expectNext(new Page<>(List.of(), null))
        .verifyComplete();
  }
}
