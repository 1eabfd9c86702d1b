package dev.holdfast.booking.port;

import static dev.holdfast.booking.BookingFixtures.aBooking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What every {@link BookingCache} keeps. */
public interface BookingCacheContract {
  BookingCache cache();

  /** The same booking at some version. */
  static BookingFacts at(BookingFacts booking, long version) {
    return new BookingFacts(
        booking.id(),
        booking.venueId(),
        booking.userId(),
        booking.status(),
        booking.items(),
        booking.total(),
        booking.holdUntil(),
        booking.awaiting(),
        booking.extensions(),
        booking.note(),
        booking.cancelledBy(),
        booking.cancelReason(),
        booking.cancellationPolicy(),
        version,
        booking.createdAt(),
        booking.updatedAt());
  }

  /** A booking nobody else knows, at version 1. */
  static BookingFacts aNewBooking() {
    return BookingFacts.of(aBooking().booking());
  }

  static BookingId idOf(BookingFacts booking) {
    return new BookingId(booking.id());
  }

  private BookingFacts got(BookingFacts booking, Mono<BookingFacts> loader) {
    return Objects.requireNonNull(cache().get(idOf(booking), loader).block());
  }

  private static Mono<BookingFacts> mustNotLoad() {
    return Mono.error(() -> new AssertionError("loaded"));
  }

  @Test
  default void whatIsNotThereIsLoadedOnceAndKeptUnchanged() {
    var booking = aNewBooking();
    assertThat(got(booking, Mono.just(booking))).isEqualTo(booking);
    assertThat(got(booking, mustNotLoad())).isEqualTo(booking);
  }

  @Test
  default void whatDoesNotExistIsNotKept() {
    var booking = aNewBooking();
    @Nullable BookingFacts none = cache().get(idOf(booking), Mono.empty()).block();
    assertThat(none).isNull();
    assertThat(got(booking, Mono.just(booking))).isEqualTo(booking);
  }

  @Test
  default void aFailureToLoadIsToldAndNotKept() {
    var booking = aNewBooking();
    var failing =
        cache()
            .get(idOf(booking), Mono.error(new IllegalStateException("no")))
            .onErrorReturn(IllegalStateException.class, at(booking, 99));
    assertThat(Objects.requireNonNull(failing.block()).version()).isEqualTo(99);
    assertThat(got(booking, Mono.just(booking))).isEqualTo(booking);
  }

  @Test
  default void ofManyWhoAskAtOnceOneLoads() {
    var booking = aNewBooking();
    var loads = new AtomicInteger();
    Sinks.One<BookingFacts> answer = Sinks.one();
    var loader = answer.asMono().doOnSubscribe(_ -> loads.incrementAndGet());
    var all =
        Flux.range(0, 32)
            .flatMap(_ -> cache().get(idOf(booking), loader), 32)
            .collectList()
            .toFuture();
    answer.tryEmitValue(booking);
    assertThat(all.join()).hasSize(32).containsOnly(booking);
    assertThat(loads).hasValue(1);
  }

  @Test
  default void whatIsWrittenIsReadWithoutLoading() {
    var booking = at(aNewBooking(), 3);
    cache().put(booking).block();
    assertThat(got(booking, mustNotLoad())).isEqualTo(booking);
  }

  @Test
  default void whatIsHereIsWhatWasReadOrWrittenLastAndNothingOnceThatIsOutdated() {
    var booking = aNewBooking();
    assertThat(cache().here(idOf(booking))).isEmpty();
    got(booking, Mono.just(booking));
    assertThat(cache().here(idOf(booking))).contains(booking);
    cache().put(at(booking, 2)).block();
    assertThat(cache().here(idOf(booking))).contains(at(booking, 2));
    cache().outdatedHere(idOf(booking), 3);
    assertThat(cache().here(idOf(booking))).isEmpty();
  }

  @Test
  default void anOlderWriteThatComesLateLoses() {
    var booking = aNewBooking();
    cache().put(at(booking, 3)).block();
    cache().put(at(booking, 2)).block();
    assertThat(got(booking, mustNotLoad()).version()).isEqualTo(3);
  }

  @Test
  default void whatIsAnnouncedIsLoadedAndNothingOlderIsAnswered() {
    var booking = aNewBooking();
    cache().put(at(booking, 2)).block();
    cache().outdatedHere(idOf(booking), 3);
    cache().put(at(booking, 2)).block();
    assertThat(got(booking, Mono.just(at(booking, 3))).version()).isEqualTo(3);
    assertThat(got(booking, mustNotLoad()).version()).isEqualTo(3);
  }

  @Test
  default void anAnnouncementOfWhatIsKnownForgetsNothing() {
    var booking = aNewBooking();
    cache().put(at(booking, 3)).block();
    cache().outdatedHere(idOf(booking), 3);
    cache().outdatedEverywhere(idOf(booking), 2).block();
    assertThat(got(booking, mustNotLoad()).version()).isEqualTo(3);
  }

  @Test
  default void whatBecomesOldWhileItIsLoadedIsLoadedAgain() {
    var booking = aNewBooking();
    var loads = new AtomicInteger();
    Sinks.One<BookingFacts> slow = Sinks.one();
    var loader =
        Mono.defer(() -> loads.incrementAndGet() == 1 ? slow.asMono() : Mono.just(at(booking, 2)));
    var answer = cache().get(idOf(booking), loader).toFuture();
    while (loads.get() == 0) {
      Thread.onSpinWait();
    }
    cache().outdatedHere(idOf(booking), 2);
    slow.tryEmitValue(at(booking, 1));
    assertThat(answer.join().version()).isEqualTo(2);
  }
}
