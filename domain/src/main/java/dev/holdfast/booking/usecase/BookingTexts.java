package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingView;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.port.PersonalKey;
import dev.holdfast.user.port.PersonalKeys;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What people write on bookings, sealed with the key of whoever the booking is for and opened only
 * to be shown. Once that key is gone the texts are gone.
 */
public final class BookingTexts {
  private static final String NOTE = "bookings.note/";
  private static final String CANCEL_REASON = "bookings.cancel_reason/";

  private final PersonalKeys keys;

  public BookingTexts(PersonalKeys keys) {
    this.keys = keys;
  }

  /** The key of a person; fails when the person has been erased. */
  Mono<PersonalKey> keyOf(UserId user) {
    return keys.of(user)
        .switchIfEmpty(Mono.error(() -> new IllegalStateException("no key for user " + user)));
  }

  /** The note of one booking, sealed: it opens on that booking and nowhere else. */
  static Sealed sealNote(PersonalKey key, BookingId booking, String note) {
    return key.seal(NOTE + booking, note);
  }

  /** The note, sealed; empty when there is none or nobody left to seal it for. */
  Mono<Optional<Sealed>> sealNote(Booking booking, @Nullable String note) {
    return seal(booking, NOTE, note);
  }

  /** The reason, sealed; empty when there is none or nobody left to seal it for. */
  Mono<Optional<Sealed>> sealReason(Booking booking, @Nullable String reason) {
    return seal(booking, CANCEL_REASON, reason);
  }

  private Mono<Optional<Sealed>> seal(Booking booking, String column, @Nullable String text) {
    return text == null
        ? Mono.just(Optional.empty())
        : keys.of(booking.user())
            .map(key -> Optional.of(key.seal(column + booking.id(), text)))
            .defaultIfEmpty(Optional.empty());
  }

  /** The note as it reads; empty when there is none, or none that can be read. */
  Mono<Optional<String>> noteOf(Booking booking) {
    return open(BookingFacts.of(booking)).map(view -> Optional.ofNullable(view.note()));
  }

  /** The booking with its texts opened. */
  public Mono<BookingView> open(BookingFacts facts) {
    var note = facts.note();
    var reason = facts.cancelReason();
    if (note == null && reason == null) {
      return Mono.just(new BookingView(facts, null, null));
    }
    return keys.of(new UserId(facts.userId()))
        .map(
            key ->
                new BookingView(
                    facts,
                    open(key, NOTE + facts.id(), note),
                    open(key, CANCEL_REASON + facts.id(), reason)))
        .defaultIfEmpty(new BookingView(facts, null, null));
  }

  private static @Nullable String open(PersonalKey key, String column, @Nullable Sealed text) {
    return text == null ? null : key.open(column, text).orElse(null);
  }
}
