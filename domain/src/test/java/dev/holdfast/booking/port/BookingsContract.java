package dev.holdfast.booking.port;

import static dev.holdfast.booking.BookingFixtures.ANNA;
import static dev.holdfast.booking.BookingFixtures.COURT;
import static dev.holdfast.booking.BookingFixtures.HOUR;
import static dev.holdfast.booking.BookingFixtures.OTHER_COURT;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.booking.BookingFixtures.aHold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.Awaiting;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingFixtures.Draft;
import dev.holdfast.booking.BookingItem;
import dev.holdfast.booking.BookingMove;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        .verifyErrorSatisfies(BookingsContract::assertOvertaken);
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
  default void aKeyIsAnsweredThoughItsSlotIsTakenByItself() {
    var one = new RequestKey(ANNA, "POST /v1/bookings", "key-4", "hash");
    var two = new RequestKey(ANNA, "POST /v1/bookings", "key-5", "hash");
    assertAnsweredAgain(one, aBooking());
    assertAnsweredAgain(two, aBooking().from(TEN.plus(HOUR)).and().on(OTHER_COURT));
  }

  private void assertAnsweredAgain(RequestKey key, Draft wanted) {
    for (var times = 0; times < 2; times++) {
      var placed = bookings().place(wanted.draft(), key, BookingsContract::answer, actor()).block();
      assertThat(placed)
          .isInstanceOf(times == 0 ? Placement.Placed.class : Placement.KnownKey.class);
    }
  }

  @Test
  default void ofManyAtOnceEachStandsOrFallsByItself() {
    placed(aBooking().from(TEN.plus(HOUR.multipliedBy(7))));
    var won =
        Flux.range(0, 300)
            .flatMap(
                n ->
                    place(aBooking().from(TEN.plus(HOUR.multipliedBy(n / 2))).draft())
                        .subscribeOn(Schedulers.parallel())
                        .thenReturn(1)
                        .onErrorResume(BookingsContract::isSlotTaken, _ -> Mono.just(0)),
                300)
            .reduce(Integer::sum);
    StepVerifier.create(won).expectNext(149).verifyComplete();
  }

  @Test
  default void whoIsAnsweredAgainLeavesTheSlotToOneOfThoseBehind() {
    var key = new RequestKey(ANNA, "POST /v1/bookings", "key-6", "hash");
    var first = bookings().place(aBooking().draft(), key, BookingsContract::answer, actor());
    var placed = (Placement.Placed) Objects.requireNonNull(first.block());
    save(placed.booking().cancel(CancelledBy.CUSTOMER, null, now())).block();
    var outcomes =
        Flux.range(0, 16)
            .flatMap(
                n ->
                    bookings()
                        .place(
                            aBooking().draft(),
                            n % 8 == 0 ? key : null,
                            BookingsContract::answer,
                            actor())
                        .map(placement -> placement.getClass().getSimpleName())
                        .onErrorResume(BookingsContract::isInProgress, _ -> Mono.just("KnownKey"))
                        .onErrorResume(BookingsContract::isSlotTaken, _ -> Mono.just("taken")),
                16)
            .collectList()
            .blockOptional()
            .orElseThrow();
    assertThat(outcomes).filteredOn("KnownKey"::equals).hasSize(2);
    assertThat(outcomes).filteredOn("Placed"::equals).hasSize(1);
    assertThat(outcomes).filteredOn("taken"::equals).hasSize(13);
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
  default void aMovedBookingLeavesItsSlotsAndTakesOthers() {
    var booking = placed(aBooking().units(2).ofCapacity(2));
    var moved = moved(booking, aBooking().from(TEN.plus(HOUR)).and().on(OTHER_COURT).from(TEN));
    assertThat(moved.id()).isEqualTo(booking.id());
    assertThat(moved.version()).isEqualTo(2);
    assertThat(moved.items()).extracting(BookingItem::resource).containsExactly(COURT, OTHER_COURT);
    StepVerifier.create(bookings().find(booking.id())).expectNext(moved).verifyComplete();
    assertThat(placed(aBooking().units(2).ofCapacity(2)).status()).isEqualTo(Status.CONFIRMED);
    StepVerifier.create(place(aBooking().on(OTHER_COURT).draft()))
        .verifyErrorSatisfies(failure -> assertTaken(failure, 0));
  }

  @Test
  default void aBookingDoesNotStandInItsOwnWay() {
    var booking = placed(aBooking().from(TEN).and().from(TEN.plus(HOUR)));
    var half = Duration.ofMinutes(30);
    var later =
        moved(booking, aBooking().from(TEN.plus(half)).and().from(TEN.plus(HOUR).plus(half)));
    var back = moved(later, aBooking().from(TEN.minus(half)).and().from(TEN.plus(half)));
    assertThat(back.items())
        .extracting(item -> item.range().start())
        .containsExactly(TEN.minus(half), TEN.plus(half));
  }

  @Test
  default void aMoveIntoATakenSlotChangesNothing() {
    placed(aBooking().on(OTHER_COURT));
    var booking = placed(aBooking());
    var move = aMove(booking, aBooking().from(TEN.plus(HOUR)).and().on(OTHER_COURT).from(TEN));
    StepVerifier.create(bookings().reschedule(move, actor()))
        .verifyErrorSatisfies(failure -> assertTaken(failure, 1));
    StepVerifier.create(bookings().find(booking.id())).expectNext(booking).verifyComplete();
    assertThat(placed(aBooking().from(TEN.plus(HOUR))).status()).isEqualTo(Status.CONFIRMED);
    StepVerifier.create(place(aBooking().draft()))
        .verifyErrorSatisfies(failure -> assertTaken(failure, 0));
  }

  @Test
  default void aMoveOfWhatHasChangedMeanwhileIsRefused() {
    var hold = placed(aHold().madeAt(now()).heldUntil(now().plusSeconds(60)));
    var move = aMove(hold, aBooking().from(TEN.plus(HOUR)));
    StepVerifier.create(save(hold.confirm(now()))).expectNextCount(1).verifyComplete();
    StepVerifier.create(bookings().reschedule(move, actor()))
        .verifyErrorSatisfies(BookingsContract::assertOvertaken);
    assertThat(placed(aBooking().from(TEN.plus(HOUR))).status()).isEqualTo(Status.CONFIRMED);
  }

  @Test
  default void aLapsedHoldGivesWayToAMove() {
    var hold = placed(aHold().madeAt(now().minusSeconds(60)).heldUntil(now().minusSeconds(1)));
    var booking = placed(aBooking().on(OTHER_COURT));
    var moved =
        bookings()
            .reschedule(new BookingMove(booking, aBooking().draft().claims(), now()), actor());
    StepVerifier.create(moved).expectNextCount(1).verifyComplete();
    StepVerifier.create(bookings().find(hold.id()).map(Booking::status))
        .expectNext(Status.EXPIRED)
        .verifyComplete();
  }

  @Test
  default void twoWhoMoveIntoEachOthersSlotBothStay() {
    for (var round = 0; round < 20; round++) {
      var one = placed(aBooking().from(TEN.plus(HOUR.multipliedBy(2L * round))));
      var other = placed(aBooking().from(TEN.plus(HOUR.multipliedBy(2L * round + 1))));
      var refused =
          Flux.just(aMoveTo(one, other), aMoveTo(other, one))
              .flatMap(
                  move ->
                      bookings()
                          .reschedule(move, actor())
                          .subscribeOn(Schedulers.boundedElastic())
                          .map(_ -> "moved")
                          .onErrorResume(BookingsContract::isSlotTaken, _ -> Mono.just("taken")));
      StepVerifier.create(refused).expectNext("taken", "taken").verifyComplete();
      StepVerifier.create(bookings().find(one.id())).expectNext(one).verifyComplete();
      StepVerifier.create(bookings().find(other.id())).expectNext(other).verifyComplete();
    }
  }

  @Test
  default void ofManyWhoMoveIntoOneSlotExactlyOneArrives() {
    var movers =
        Flux.range(0, 8)
            .map(n -> placed(aBooking().from(TEN.plus(HOUR.multipliedBy(n + 1)))))
            .collectList()
            .blockOptional()
            .orElseThrow();
    var arrived =
        Flux.fromIterable(movers)
            .flatMap(
                booking ->
                    bookings()
                        .reschedule(aMove(booking, aBooking().from(TEN)), actor())
                        .subscribeOn(Schedulers.boundedElastic())
                        .thenReturn(1)
                        .onErrorResume(BookingsContract::isSlotTaken, _ -> Mono.just(0)),
                8)
            .reduce(Integer::sum);
    StepVerifier.create(arrived).expectNext(1).verifyComplete();
  }

  @Test
  default void ofApprovalAndExpiryExactlyOneIsKept() {
    for (var round = 0; round < 20; round++) {
      var from = TEN.plus(HOUR.multipliedBy(round));
      var until = now().plusSeconds(60);
      var hold = placed(aHold().awaiting(Awaiting.APPROVAL).from(from).heldUntil(until));
      var approved =
          save(hold.approve(until.minusSeconds(1)))
              .map(Booking::status)
              .onErrorResume(RejectedException.class, _ -> Mono.empty());
      var expired =
          bookings()
              .saveUncontested(events(hold.expire(until)), actor())
              .flatMapIterable(kept -> kept)
              .map(Booking::status);
      var kept =
          Flux.merge(
                  approved.subscribeOn(Schedulers.boundedElastic()),
                  expired.subscribeOn(Schedulers.boundedElastic()))
              .collectList()
              .blockOptional()
              .orElseThrow();
      assertThat(kept).hasSize(1).isSubsetOf(Status.CONFIRMED, Status.EXPIRED);
      StepVerifier.create(bookings().find(hold.id()).map(Booking::status))
          .expectNext(kept.getFirst())
          .verifyComplete();
    }
  }

  @Test
  default void whatIsOvertakenIsLeftAloneAndTheRestIsKept() {
    var until = now().plusSeconds(60);
    var one = placed(aHold().madeAt(now()).heldUntil(until));
    var other = placed(aHold().on(OTHER_COURT).madeAt(now()).heldUntil(until));
    StepVerifier.create(save(one.confirm(now()))).expectNextCount(1).verifyComplete();
    var both = new ArrayList<>(events(one.expire(until)));
    both.addAll(events(other.expire(until)));
    StepVerifier.create(bookings().saveUncontested(both, actor()))
        .assertNext(kept -> assertThat(kept).extracting(Booking::id).containsExactly(other.id()))
        .verifyComplete();
    StepVerifier.create(bookings().find(one.id()).map(Booking::status))
        .expectNext(Status.CONFIRMED)
        .verifyComplete();
    StepVerifier.create(bookings().saveUncontested(List.of(), actor()))
        .expectNext(List.of())
        .verifyComplete();
  }

  @Test
  default void whatIsOverIsFoundUntilItIsCompleted() {
    var past = now().minus(HOUR.multipliedBy(3));
    var over = placed(aBooking().from(past).to(now().minusSeconds(1)).madeAt(past));
    var goesOn =
        placed(
            aBooking().on(OTHER_COURT).from(past).and().on(OTHER_COURT).from(now()).madeAt(past));
    placed(aHold().from(past.minus(HOUR)).madeAt(past).heldUntil(now().plusSeconds(60)));
    placed(aBooking().from(now()));
    StepVerifier.create(bookings().ended(10)).expectNext(List.of(over)).verifyComplete();
    StepVerifier.create(save(over.finish(now()))).expectNextCount(1).verifyComplete();
    StepVerifier.create(bookings().ended(10)).expectNext(List.of()).verifyComplete();
    var earlier = moved(goesOn, aBooking().on(OTHER_COURT).from(past));
    StepVerifier.create(bookings().ended(10)).expectNext(List.of(earlier)).verifyComplete();
  }

  @Test
  default void whatIsOverComesAtMostSoManyAtATime() {
    var past = now().minus(HOUR.multipliedBy(9));
    for (var n = 0; n < 5; n++) {
      placed(aBooking().from(past.plus(HOUR.multipliedBy(n))).madeAt(past));
    }
    StepVerifier.create(bookings().ended(3).map(List::size)).expectNext(3).verifyComplete();
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

  private static BookingMove aMove(Booking booking, Draft to) {
    return new BookingMove(booking, to.draft().claims(), booking.createdAt());
  }

  private static BookingMove aMoveTo(Booking booking, Booking other) {
    return aMove(booking, aBooking().from(other.start()));
  }

  private Booking moved(Booking booking, Draft to) {
    return bookings().reschedule(aMove(booking, to), actor()).blockOptional().orElseThrow();
  }

  private static List<BookingEvent> events(Outcome<Booking, BookingEvent> outcome) {
    return ((Accepted<Booking, BookingEvent>) outcome).events();
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

  private static void assertOvertaken(Throwable failure) {
    assertThat(failure).isInstanceOf(RejectedException.class);
    assertThat(((RejectedException) failure).rejection()).isInstanceOf(VersionMismatch.class);
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
