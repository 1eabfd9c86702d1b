package dev.holdfast.booking.port;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingDraft;
import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingItem;
import dev.holdfast.booking.BookingMove;
import dev.holdfast.booking.BookingRejection.Conflict;
import dev.holdfast.booking.BookingRejection.SlotTaken;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.booking.Status;
import dev.holdfast.shared.AccessRejection.VersionMismatch;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.RejectedException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Bookings in memory, for tests that should take milliseconds. One lock, so one change at a time.
 */
public final class InMemoryBookings implements Bookings {
  private final Map<BookingId, Booking> bookings = new LinkedHashMap<>();
  private final Map<List<String>, Placement.KnownKey> keys = new HashMap<>();
  private final List<BookingEvent> events = new ArrayList<>();
  private final InstantSource clock;

  public InMemoryBookings(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Mono<Booking> find(BookingId id) {
    return later(() -> bookings.get(id));
  }

  @Override
  public Mono<Placement> place(
      BookingDraft draft,
      @Nullable RequestKey key,
      Function<Booking, KeptAnswer> answer,
      Actor actor) {
    return later(() -> placeNow(draft, key, answer));
  }

  private Placement placeNow(
      BookingDraft draft, @Nullable RequestKey key, Function<Booking, KeptAnswer> answer) {
    var known = key == null ? null : keys.get(name(key));
    if (known != null) {
      return known;
    }
    expireLapsed(draft.claims());
    var units = choose(draft.claims(), draft.id());
    var created = draft.take(units);
    keep(created);
    var kept = answer.apply(created.booking());
    if (key != null) {
      keys.put(name(key), new Placement.KnownKey(key.requestHash(), kept));
    }
    return new Placement.Placed(created.booking(), kept);
  }

  @Override
  public Mono<Booking> reschedule(BookingMove move, Actor actor) {
    return later(
        () -> {
          expireLapsed(move.claims());
          var moved = move.take(choose(move.claims(), move.booking().id()));
          keepNext(moved);
          return moved.booking();
        });
  }

  /** Units for the claims; what the booking itself has does not stand in its way. */
  private List<List<Integer>> choose(List<Claim> claims, BookingId itself) {
    var units = new ArrayList<List<Integer>>();
    var conflicts = new ArrayList<Conflict>();
    var own = new ArrayList<BookingItem>();
    for (var claim : claims) {
      var free = free(claim, own, itself);
      if (free.size() < claim.units()) {
        conflicts.add(new Conflict(claim.item(), claim.resource(), claim.range()));
      }
      units.add(free);
      free.forEach(unit -> own.add(item(claim, unit)));
    }
    if (!conflicts.isEmpty()) {
      throw new RejectedException(new SlotTaken(conflicts, List.of()));
    }
    return units;
  }

  private List<Integer> free(Claim claim, List<BookingItem> own, BookingId itself) {
    var taken =
        Stream.concat(
                own.stream(),
                bookings.values().stream()
                    .filter(booking -> booking.status().isActive())
                    .filter(booking -> !booking.id().equals(itself))
                    .flatMap(booking -> booking.items().stream()))
            .filter(item -> item.resource().equals(claim.resource()))
            .filter(item -> item.occupied().overlaps(claim.occupied()))
            .map(BookingItem::unit)
            .toList();
    return Stream.iterate(1, unit -> unit <= claim.capacity(), unit -> unit + 1)
        .filter(unit -> !taken.contains(unit))
        .limit(claim.units())
        .toList();
  }

  private static BookingItem item(Claim claim, int unit) {
    return new BookingItem(
        new UUID(0, unit),
        claim.resource(),
        unit,
        claim.range(),
        claim.occupied(),
        claim.prices().getFirst());
  }

  private void expireLapsed(List<Claim> claims) {
    for (var booking : List.copyOf(bookings.values())) {
      if (isInTheWay(booking, claims)
          && booking.expire(clock.instant()) instanceof Accepted(var _, var said)) {
        said.forEach(this::keep);
      }
    }
  }

  private static boolean isInTheWay(Booking booking, List<Claim> claims) {
    return booking.items().stream()
        .anyMatch(
            item ->
                claims.stream()
                    .filter(claim -> claim.resource().equals(item.resource()))
                    .anyMatch(claim -> claim.occupied().overlaps(item.occupied())));
  }

  @Override
  public Mono<Placement.KnownKey> answerTo(RequestKey key) {
    return later(() -> keys.get(name(key)));
  }

  private static List<String> name(RequestKey key) {
    return List.of(key.user().toString(), key.operation(), key.key());
  }

  @Override
  public Mono<Booking> save(BookingEvent event, Actor actor) {
    return later(
        () -> {
          keepNext(event);
          return event.booking();
        });
  }

  @Override
  public Mono<List<Booking>> saveUncontested(List<BookingEvent> events, Actor actor) {
    return later(
        () -> {
          var follows = events.stream().filter(this::follows).toList();
          follows.forEach(this::keep);
          return follows.stream().map(BookingEvent::booking).toList();
        });
  }

  private void keepNext(BookingEvent event) {
    if (!follows(event)) {
      throw new RejectedException(new VersionMismatch(event.booking().version()));
    }
    keep(event);
  }

  private boolean follows(BookingEvent event) {
    var current = bookings.get(event.booking().id());
    return current != null && current.version() == event.booking().version() - 1;
  }

  private void keep(BookingEvent event) {
    bookings.put(event.booking().id(), event.booking());
    events.add(event);
  }

  @Override
  public Mono<Page<Booking>> list(Filter filter, Page.Request page) {
    return all(filter)
        .filter(booking -> page.after() == null || isOlder(booking, page.after()))
        .take(page.limit() + 1L)
        .collectList()
        .map(
            found -> {
              var hasMore = found.size() > page.limit();
              var items = hasMore ? found.subList(0, page.limit()) : found;
              return new Page<>(items, hasMore ? items.getLast().id().value() : null);
            });
  }

  private static boolean isOlder(Booking booking, UUID after) {
    return booking.id().toString().compareTo(after.toString()) < 0;
  }

  /** Who is staff of a venue is not known here: {@code visibleTo} means the bookings' own user. */
  @Override
  public Flux<Booking> all(Filter filter) {
    return Flux.defer(() -> Flux.fromIterable(matching(filter)));
  }

  private synchronized List<Booking> matching(Filter filter) {
    return bookings.values().stream()
        .filter(one -> filter.visibleTo() == null || one.user().equals(filter.visibleTo()))
        .filter(one -> filter.statuses().isEmpty() || filter.statuses().contains(one.status()))
        .filter(one -> filter.venueId() == null || one.venue().equals(filter.venueId()))
        .filter(one -> one.items().stream().anyMatch(item -> matches(item, filter)))
        .sorted(Comparator.comparing((Booking one) -> one.id().toString()).reversed())
        .toList();
  }

  private static boolean matches(BookingItem item, Filter filter) {
    return (filter.resourceId() == null || item.resource().equals(filter.resourceId()))
        && (filter.from() == null || item.range().end().isAfter(filter.from()))
        && (filter.to() == null || item.range().start().isBefore(filter.to()));
  }

  @Override
  public Mono<List<Booking>> lapsedHolds(int limit) {
    return later(
        () ->
            bookings.values().stream()
                .filter(one -> one.status() == Status.PENDING)
                .filter(
                    one ->
                        one.expire(clock.instant()) instanceof Accepted(var _, var said)
                            && !said.isEmpty())
                .sorted(
                    Comparator.comparing(
                        Booking::holdUntil, Comparator.nullsLast(Comparator.naturalOrder())))
                .limit(limit)
                .toList());
  }

  @Override
  public Mono<List<Booking>> ended(int limit) {
    return later(
        () ->
            bookings.values().stream()
                .filter(
                    one ->
                        one.finish(clock.instant()) instanceof Accepted(var _, var said)
                            && !said.isEmpty())
                .limit(limit)
                .toList());
  }

  @Override
  public Mono<Long> forgetOldKeys() {
    return Mono.just(0L);
  }

  /** Everything that was said, in order. */
  public synchronized List<BookingEvent> events() {
    return List.copyOf(events);
  }

  private <T> Mono<T> later(java.util.function.Supplier<@Nullable T> work) {
    return Mono.fromSupplier(
        () -> {
          synchronized (this) {
            return work.get();
          }
        });
  }
}
