package dev.holdfast.notification.usecase;

import static dev.holdfast.booking.BookingFixtures.NOW;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingView;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.notification.MailRules;
import dev.holdfast.notification.NotificationFixtures;
import dev.holdfast.notification.port.InMemoryNotifications;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.InMemoryCatalogue;
import dev.holdfast.resource.port.InMemoryOccupancy;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.resource.usecase.SlotFinder;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.usecase.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A log of bookings, people who can be written to, and what has come of it. */
final class MailWorld {
  private static final String NONSENSE = "nonsense";

  final Map<UserId, Profile> people = new HashMap<>();
  final Map<BookingId, Booking> bookings = new HashMap<>();
  final AtomicInteger news = new AtomicInteger();
  final InMemoryNotifications notifications;
  final Catalogue catalogue;
  final PlanMails plan;
  final ComposeMails compose;

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final Map<String, BookingFacts> states = new HashMap<>();
  private Instant now = NOW;

  MailWorld() {
    InstantSource clock = () -> now;
    notifications = new InMemoryNotifications(clock);
    catalogue = catalogue(clock);
    plan =
        new PlanMails(
            log,
            this::read,
            catalogue,
            notifications,
            new MailRules(Duration.ofDays(1), MailRules.NEWS_FOR),
            clock,
            news::incrementAndGet);
    compose =
        new ComposeMails(
            log,
            this::read,
            catalogue,
            id -> Mono.fromSupplier(() -> people.get(id)),
            id -> Mono.fromSupplier(() -> bookings.get(id)),
            facts -> Mono.just(new BookingView(facts, null, opened(facts))),
            clock);
  }

  private static String opened(BookingFacts facts) {
    return facts.cancelReason() == null ? "" : "because";
  }

  private static Catalogue catalogue(InstantSource clock) {
    var courts = NotificationFixtures.courts();
    var bookables =
        new Bookables() {
          @Override
          public Mono<Bookable> find(ResourceId id) {
            return Mono.fromSupplier(() -> courts.get(id));
          }

          @Override
          public void forget(ResourceId resource) {}

          @Override
          public void forget(VenueId venue) {}
        };
    return new Catalogue(
        bookables,
        new InMemoryCatalogue(),
        new SlotFinder(bookables, new InMemoryOccupancy(), clock));
  }

  private BookingFacts read(String data) {
    var facts = states.get(data);
    if (facts == null) {
      throw new IllegalArgumentException("no booking");
    }
    return facts;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void at(Instant instant) {
    now = instant;
  }

  /** The next event of a booking, by which it became this. */
  LoggedEvent happens(String type, BookingFacts after) {
    var data = after.id() + "/" + after.version();
    states.put(data, after);
    return happens(type, "booking", after.id(), data);
  }

  LoggedEvent happens(String type, UUID user) {
    return happens(type, "user", user, "{}");
  }

  LoggedEvent makesNoSense(UUID booking) {
    return happens("booking.created", "booking", booking, NONSENSE);
  }

  private LoggedEvent happens(String type, String aggregateType, UUID aggregate, String data) {
    var transaction = log.begin();
    var event = log.append(transaction, aggregate, data);
    log.commit(transaction);
    return new LoggedEvent(
        event.position(),
        type,
        aggregateType,
        aggregate,
        event.version(),
        now,
        event.venueId(),
        event.ownerId(),
        List.of(),
        data,
        event.metadata());
  }

  void handle(LoggedEvent... events) {
    plan.handle(List.of(events)).block();
  }

  /** Each notification in a word: its template, version and status. */
  List<String> kept() {
    return notifications.everything().stream()
        .map(it -> it.template().text() + " " + it.version() + " " + it.status())
        .toList();
  }

  static <T> T present(@Nullable T value) {
    return Objects.requireNonNull(value);
  }
}
