package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.CancelledBy;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Outcome.Rejected;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** What people do to bookings that exist, from confirming them to saying that nobody came. */
public final class BookingLife {
  private final BookingChanges changes;
  private final Rescheduling rescheduling;
  private final Catalogue catalogue;
  private final BookingTexts texts;
  private final InstantSource clock;

  public BookingLife(
      Bookings bookings,
      BookingCache cache,
      BookingAccess access,
      Catalogue catalogue,
      BookingTexts texts,
      InstantSource clock) {
    this.changes = new BookingChanges(bookings, cache, access, texts);
    this.rescheduling = new Rescheduling(bookings, changes, catalogue, clock);
    this.catalogue = catalogue;
    this.texts = texts;
    this.clock = clock;
  }

  /** Takes what this use case answers from the buses. */
  public void bind(CommandBus commands, QueryBus queries) {
    queries.handle(MayChangeBooking.class, this::mayChange);
    commands
        .handle(ConfirmBooking.class, simply(Booking::confirm))
        .handle(ExtendBooking.class, this::extend)
        .handle(ApproveBooking.class, simply(Booking::approve))
        .handle(DeclineBooking.class, this::decline)
        .handle(CancelBooking.class, this::cancel)
        .handle(RescheduleBooking.class, rescheduling::reschedule)
        .handle(CheckInBooking.class, simply(Booking::checkIn))
        .handle(CompleteBooking.class, simply(Booking::complete))
        .handle(ReportNoShow.class, simply(Booking::noShow))
        .handle(AnnotateBooking.class, this::annotate);
  }

  Mono<Boolean> mayChange(MayChangeBooking query) {
    return changes
        .find(query.booking(), query.actor(), query.permission())
        .doOnNext(
            booking ->
                query
                    .ifMatch()
                    .refuse(booking.version())
                    .ifPresent(
                        reason -> {
                          throw new RejectedException(reason);
                        }))
        .thenReturn(true);
  }

  /** A change for which the booking need only know the time. */
  private <C extends BookingChange> Function<C, Mono<BookingView>> simply(
      BiFunction<Booking, Instant, Outcome<Booking, BookingEvent>> verb) {
    return change ->
        changes.decide(change, booking -> Mono.just(verb.apply(booking, clock.instant())));
  }

  Mono<BookingView> extend(ExtendBooking command) {
    return changes.decide(
        command,
        booking ->
            catalogue
                .holdTtl(booking.venue())
                .map(length -> booking.extend(length, clock.instant())));
  }

  Mono<BookingView> decline(DeclineBooking command) {
    return changes.decide(
        command,
        booking ->
            texts
                .sealReason(booking, command.reason())
                .map(reason -> booking.decline(reason.orElse(null), clock.instant())));
  }

  Mono<BookingView> cancel(CancelBooking command) {
    return changes.decide(
        command,
        booking ->
            texts
                .sealReason(booking, command.reason())
                .map(
                    reason ->
                        booking.cancel(
                            side(command.actor(), booking), reason.orElse(null), clock.instant())));
  }

  private static CancelledBy side(Actor actor, Booking booking) {
    return actor.is(booking.user()) ? CancelledBy.CUSTOMER : CancelledBy.VENUE;
  }

  Mono<BookingView> annotate(AnnotateBooking command) {
    return changes.decide(command, booking -> annotated(command, booking));
  }

  /**
   * Not a step in the booking's life, so what was seen must be current even where it changes
   * nothing.
   */
  private Mono<Outcome<Booking, BookingEvent>> annotated(AnnotateBooking command, Booking booking) {
    var stale = command.ifMatch().refuse(booking.version());
    if (stale.isPresent()) {
      return Mono.just(new Rejected<>(stale.get()));
    }
    return texts
        .noteOf(booking)
        .filter(
            current ->
                Objects.equals(command.note().orKeep(current.orElse(null)), current.orElse(null)))
        .<Outcome<Booking, BookingEvent>>map(_ -> new Accepted<>(booking, List.of()))
        .switchIfEmpty(
            texts
                .sealNote(booking, command.note().value())
                .map(note -> booking.annotate(note.orElse(null), clock.instant())));
  }
}
