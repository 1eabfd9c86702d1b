package dev.holdfast.booking.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingMove;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Moves bookings to other slots: held to every rule that a new booking is held to, and then all at
 * once or not at all.
 */
final class Rescheduling {
  private final Bookings bookings;
  private final BookingChanges changes;
  private final Catalogue catalogue;
  private final Alternatives alternatives;
  private final InstantSource clock;

  Rescheduling(
      Bookings bookings, BookingChanges changes, Catalogue catalogue, InstantSource clock) {
    this.bookings = bookings;
    this.changes = changes;
    this.catalogue = catalogue;
    this.alternatives = new Alternatives(catalogue);
    this.clock = clock;
  }

  Mono<BookingView> reschedule(RescheduleBooking command) {
    return changes.make(
        command,
        booking ->
            catalogue
                .bookables(command.items().stream().map(BookSlots.Item::resource).toList())
                .flatMap(bookables -> move(command, booking, bookables)));
  }

  private Mono<Booking> move(
      RescheduleBooking command, Booking booking, Map<ResourceId, Bookable> bookables) {
    refuse(command.ifMatch().missing());
    var now = clock.instant();
    var stays = booking.refuseMove(now);
    if (stays.isEmpty() && isThere(booking, command.items())) {
      return Mono.just(booking);
    }
    refuse(command.ifMatch().refuse(booking.version()));
    var claims = new Claims(command.items(), bookables, now).in(booking.venue());
    refuse(stays);
    return changes
        .kept(bookings.reschedule(new BookingMove(booking, claims, now), command.actor()))
        .onErrorResume(RejectedException.class, refusal -> offer(command, refusal));
  }

  private static void refuse(Optional<? extends Rejection> reason) {
    if (reason.isPresent()) {
      throw new RejectedException(reason.get());
    }
  }

  /** Whether it has just these slots already, such as after a first try whose answer was lost. */
  private static boolean isThere(Booking booking, List<BookSlots.Item> wanted) {
    var has =
        booking.items().stream()
            .map(item -> new Place(item.resource(), item.range().start(), item.range().end()))
            .collect(Collectors.groupingBy(place -> place, Collectors.summingInt(_ -> 1)));
    var wants =
        wanted.stream()
            .collect(
                Collectors.groupingBy(
                    item -> new Place(item.resource(), item.start(), item.end()),
                    Collectors.summingInt(BookSlots.Item::units)));
    return has.equals(wants);
  }

  private record Place(ResourceId resource, Instant start, Instant end) {}

  private Mono<Booking> offer(RescheduleBooking command, RejectedException refusal) {
    return refusal.rejection() instanceof SlotTaken taken
        ? alternatives
            .to(taken, command.items())
            .flatMap(offered -> Mono.error(new RejectedException(offered)))
        : Mono.error(refusal);
  }
}
