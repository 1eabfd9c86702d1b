package dev.holdfast.booking.port;

import static dev.holdfast.booking.BookingFixtures.ANNA;
import static dev.holdfast.booking.BookingFixtures.COURT;
import static dev.holdfast.booking.BookingFixtures.HOUR;
import static dev.holdfast.booking.BookingFixtures.OTHER_COURT;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.booking.BookingFixtures.aHold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingFixtures.Draft;
import dev.holdfast.booking.BookingItem;
import dev.holdfast.booking.BookingRejection.RequestInProgress;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.booking.CancelledBy;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.Status;
import dev.holdfast.booking.port.Bookings.Placement;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every {@link Bookings} keeps. Each test begins with none. */
public interface BookingsContract {
  Bookings bookings();

  /** Now by the clock that decides when a hold has lapsed. */
  Instant now();

  @Test
  default void nothingIsKeptBeforeSubscription() {
    var draft = aBooking().draft();
    var neverSubscribed = place(draft);
    assertThat(neverSubscribed).isNotNull();
    StepVerifier.create(bookings().find(draft.id())).verifyComplete();
  }

  @Test
  default void whatIsPlacedIsFoundAsItWasAnswered() {
    var placed = placed(aBooking().units(2).ofCapacity(3).and().on(OTHER_COURT));
    StepVerifier.create(bookings().find(placed.id())).expectNext(placed).verifyComplete();
    assertThat(placed.items()).extracting(BookingItem::unit).containsExactly(1, 2, 1);
  }

  @Test
  default void neighboursAreBothBookable() {
    placed(aBooking().from(TEN));
    assertThat(placed(aBooking().from(TEN.plus(HOUR))).status()).isEqualTo(Status.CONFIRMED);
    assertThat(placed(aBooking().from(TEN.minus(HOUR))).status()).isEqualTo(Status.CONFIRMED);
  }

  @Test
  default void whatOverlapsByAMicrosecondIsTaken() {
    placed(aBooking().from(TEN));
    var late = aBooking().from(TEN.plus(HOUR).minusNanos(1000)).draft();
    StepVerifier.create(place(late)).verifyErrorSatisfies(failure -> assertTaken(failure, 0));
  }

  @Test
  default void buffersKeepOthersAway() {
    placed(aBooking().from(TEN).withBuffer(Duration.ofMinutes(10)));
    var next = aBooking().from(TEN.plus(HOUR)).withBuffer(Duration.ofMinutes(10)).draft();
    StepVerifier.create(place(next)).verifyErrorSatisfies(failure -> assertTaken(failure, 0));
  }

  @Test
  default void capacityIsThatManyUnits() {
    for (var n = 0; n < 3; n++) {
      placed(aBooking().ofCapacity(3));
    }
    var fourth = aBooking().ofCapacity(3).draft();
    StepVerifier.create(place(fourth)).verifyErrorSatisfies(failure -> assertTaken(failure, 0));
  }

  @Test
  default void aBookingWithOneItemTooManyKeepsNothing() {
    placed(aBooking().on(OTHER_COURT));
    var both = aBooking().on(COURT).and().on(OTHER_COURT).draft();
    StepVerifier.create(place(both)).verifyErrorSatisfies(failure -> assertTaken(failure, 1));
    StepVerifier.create(bookings().find(both.id())).verifyComplete();
    assertThat(placed(aBooking().on(COURT)).status()).isEqualTo(Status.CONFIRMED);
  }

  @Test
  default void itemsOfOneBookingCountAgainstEachOther() {
    var twice = aBooking().and().draft();
    StepVerifier.create(place(twice)).verifyErrorSatisfies(failure -> assertTaken(failure, 1));
  }

  @Test
  default void ofManyRacingBookingsExactlyOneWins() {
    var wins =
        Flux.range(0, 16)
            .flatMap(
                _ ->
                    place(aBooking().draft())
                        .subscribeOn(Schedulers.boundedElastic())
                        .thenReturn(1)
                        .onErrorResume(BookingsContract::isSlotTaken, _ -> Mono.just(0)),
                16)
            .reduce(Integer::sum);
    StepVerifier.create(wins).expectNext(1).verifyComplete();
  }

  @Test
  default void ofManyRacingForFiveUnitsExactlyFiveWin() {
    var wins =
        Flux.range(0, 24)
            .flatMap(
                _ ->
                    place(aBooking().ofCapacity(5).draft())
                        .subscribeOn(Schedulers.boundedElastic())
                        .thenReturn(1)
                        .onErrorResume(BookingsContract::isSlotTaken, _ -> Mono.just(0)),
                24)
            .reduce(Integer::sum);
    StepVerifier.create(wins).expectNext(5).verifyComplete();
  }

  @Test
  default void aLapsedHoldStandsInNobodysWay() {
    var hold = placed(aHold().madeAt(now().minusSeconds(60)).heldUntil(now().minusSeconds(1)));
    assertThat(placed(aBooking().madeAt(now())).status()).isEqualTo(Status.CONFIRMED);
    StepVerifier.create(bookings().find(hold.id()).map(Booking::status))
        .expectNext(Status.EXPIRED)
        .verifyComplete();
  }

  @Test
  default void aLiveHoldStandsInTheWay() {
    placed(aHold().madeAt(now()).heldUntil(now().plusSeconds(60)));
    StepVerifier.create(place(aBooking().draft()))
        .verifyErrorSatisfies(failure -> assertTaken(failure, 0));
  }

  @Test
  default void whatIsCancelledCanBeBookedAgain() {
    var first = placed(aBooking());
    StepVerifier.create(save(first.cancel(CancelledBy.CUSTOMER, null, now())))
        .expectNextCount(1)
        .verifyComplete();
    assertThat(placed(aBooking()).status()).isEqualTo(Status.CONFIRMED);
  }

  @Test
  default void ofTwoChangesToOneVersionTheSecondIsRefused() {
    var hold = placed(aHold().madeAt(now()).heldUntil(now().plusSeconds(60)));
    StepVerifier.create(save(hold.confirm(now()))).expectNextCount(1).verifyComplete();
    StepVerifier.create(save(hold.cancel(CancelledBy.CUSTOMER, null, now())))
        .verifyErrorSatisfies(
            failure ->
                assertThat(((RejectedException) failure).rejection())
                    .isInstanceOf(VersionMismatch.class));
  }

  @Test
  default void aKeyIsAnsweredWithWhatItWasFirstUsedFor() {
    var key = new RequestKey(ANNA, "POST /v1/bookings", "key-1", "hash");
    var first = bookings().place(aBooking().draft(), key, BookingsContract::answer, actor());
    StepVerifier.create(bookings().answerTo(key)).verifyComplete();
    StepVerifier.create(first).expectNextCount(1).verifyComplete();
    var elsewhere = aBooking().from(TEN.plus(HOUR)).draft();
    StepVerifier.create(bookings().place(elsewhere, key, BookingsContract::answer, actor()))
        .assertNext(
            again ->
                assertThat(again)
                    .isInstanceOfSatisfying(
                        Placement.KnownKey.class,
                        known -> assertThat(known.requestHash()).isEqualTo("hash")))
        .verifyComplete();
    StepVerifier.create(bookings().find(elsewhere.id())).verifyComplete();
  }

  @Test
  default void aRefusedRequestLeavesItsKeyFree() {
    placed(aBooking());
    var key = new RequestKey(ANNA, "POST /v1/bookings", "key-2", "hash");
    StepVerifier.create(
            bookings().place(aBooking().draft(), key, BookingsContract::answer, actor()))
        .verifyErrorSatisfies(failure -> assertTaken(failure, 0));
    StepVerifier.create(bookings().answerTo(key)).verifyComplete();
  }

  @Test
  default void ofManyRequestsWithOneKeyOneHasAnEffect() {
    var key = new RequestKey(ANNA, "POST /v1/bookings", "key-3", "hash");
    var placed =
        Flux.range(0, 16)
            .flatMap(
                n ->
                    bookings()
                        .place(
                            aBooking().from(TEN.plus(HOUR.multipliedBy(n))).draft(),
                            key,
                            BookingsContract::answer,
                            actor())
                        .subscribeOn(Schedulers.boundedElastic())
                        .onErrorResume(BookingsContract::isInProgress, _ -> Mono.empty()),
                16)
            .filter(Placement.Placed.class::isInstance)
            .count();
    StepVerifier.create(placed).expectNext(1L).verifyComplete();
  }

  @Test
  default void lapsedHoldsComeOldestFirst() {
    var second = placed(aHold().heldUntil(now().minusSeconds(10)));
    var first = placed(aHold().on(OTHER_COURT).heldUntil(now().minusSeconds(20)));
    placed(aHold().from(TEN.plus(HOUR)).heldUntil(now().plusSeconds(60)));
    StepVerifier.create(bookings().lapsedHolds(10))
        .expectNext(List.of(first, second))
        .verifyComplete();
  }

  @Test
  default void aWalkOverPagesSeesEveryBookingOnceNewestFirst() {
    var made =
        Flux.range(0, 7)
            .map(n -> placed(aBooking().from(TEN.plus(HOUR.multipliedBy(n)))))
            .collectList()
            .block();
    var walked =
        bookings()
            .list(everything(), new Page.Request(3, null))
            .expand(
                page ->
                    page.after() == null
                        ? Mono.empty()
                        : bookings().list(everything(), new Page.Request(3, page.after())))
            .flatMapIterable(Page::items)
            .collectList();
    StepVerifier.create(walked)
        .assertNext(
            seen -> {
              assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
              assertThat(seen)
                  .isSortedAccordingTo(
                      (one, other) -> other.id().toString().compareTo(one.id().toString()));
            })
        .verifyComplete();
    StepVerifier.create(bookings().all(everything()).count()).expectNext(7L).verifyComplete();
  }

  @Test
  default void aFilterFindsWhatOverlapsIt() {
    var court = placed(aBooking().from(TEN));
    var other = placed(aBooking().on(OTHER_COURT).from(TEN.plus(HOUR)).by(UserId.next()));
    expectOnly(new Bookings.Filter(ANNA, Set.of(), null, null, null, null), court);
    expectOnly(new Bookings.Filter(null, Set.of(), OTHER_COURT, null, null, null), other);
    expectOnly(new Bookings.Filter(null, Set.of(), null, null, TEN.plus(HOUR), null), other);
    expectOnly(new Bookings.Filter(null, Set.of(), null, null, null, TEN.plus(HOUR)), court);
    expectOnly(new Bookings.Filter(null, Set.of(Status.CANCELLED), null, null, null, null));
  }

  private void expectOnly(Bookings.Filter filter, Booking... expected) {
    StepVerifier.create(bookings().all(filter).collectList())
        .expectNext(List.of(expected))
        .verifyComplete();
  }

  private static Bookings.Filter everything() {
    return new Bookings.Filter(null, Set.of(), null, null, null, null);
  }

  private Mono<Booking> save(Outcome<Booking, BookingEvent> outcome) {
    var accepted = (Accepted<Booking, BookingEvent>) outcome;
    return bookings().save(accepted.events().getFirst(), actor());
  }

  private Booking placed(Draft draft) {
    var placement = place(draft.draft()).block();
    if (placement instanceof Placement.Placed(var booking, _)) {
      return booking;
    }
    throw new AssertionError("not placed but " + placement);
  }

  private Mono<Placement> place(BookingDraft draft) {
    return bookings().place(draft, null, BookingsContract::answer, actor());
  }

  private static KeptAnswer answer(Booking booking) {
    return new KeptAnswer(booking.id().toString(), false);
  }

  private static Actor actor() {
    return Actor.system("test");
  }

  private static boolean isInProgress(Throwable failure) {
    return failure instanceof RejectedException rejected
        && rejected.rejection() instanceof RequestInProgress;
  }

  private static boolean isSlotTaken(@Nullable Throwable failure) {
    return failure instanceof RejectedException rejected
        && rejected.rejection() instanceof SlotTaken;
  }

  private static void assertTaken(Throwable failure, int item) {
    assertThat(failure).isInstanceOf(RejectedException.class);
    assertThat(((RejectedException) failure).rejection())
        .isInstanceOfSatisfying(
            SlotTaken.class,
            taken -> {
              assertThat(taken.conflicts()).hasSize(1);
              assertThat(taken.conflicts().getFirst().item()).isEqualTo(item);
            });
  }
}
