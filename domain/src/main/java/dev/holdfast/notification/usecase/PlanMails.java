package dev.holdfast.notification.usecase;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLog.AggregateVersion;
import dev.holdfast.feed.usecase.EventHandler;
import dev.holdfast.notification.MailRules;
import dev.holdfast.notification.MailSubject;
import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.port.BookingStates;
import dev.holdfast.notification.port.Notifications;
import dev.holdfast.notification.port.Notifications.Changes;
import dev.holdfast.notification.port.Notifications.New;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.UserId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes notifications out of what happens, once in the cluster; sending them is for {@link
 * SendMails}. Nothing of a person is written down but their id.
 */
public final class PlanMails implements EventHandler {
  private static final int LOOKUPS = 8;

  private final EventLog log;
  private final BookingStates states;
  private final Catalogue catalogue;
  private final Notifications notifications;
  private final MailRules rules;
  private final InstantSource clock;
  private final Runnable news;

  /**
   * @param news run whenever there may be something to send
   */
  public PlanMails(
      EventLog log,
      BookingStates states,
      Catalogue catalogue,
      Notifications notifications,
      MailRules rules,
      InstantSource clock,
      Runnable news) {
    this.log = log;
    this.states = states;
    this.catalogue = catalogue;
    this.notifications = notifications;
    this.rules = rules;
    this.clock = clock;
    this.news = news;
  }

  /** An event of a booking, with what the booking was and is. */
  private record Step(LoggedEvent event, @Nullable BookingFacts before, BookingFacts after) {}

  @Override
  public Mono<Void> handle(List<LoggedEvent> events) {
    return Mono.defer(() -> steps(events))
        .flatMap(steps -> places(steps).map(places -> changes(events, steps, places)))
        .filter(changes -> !changes.isEmpty())
        .flatMap(changes -> notifications.record(changes).then(Mono.fromRunnable(news)));
  }

  private Mono<List<Step>> steps(List<LoggedEvent> events) {
    var read = new HashMap<AggregateVersion, BookingFacts>();
    var bookings =
        events.stream().filter(event -> event.aggregateType().equals("booking")).toList();
    bookings.forEach(event -> read.put(versionOf(event, 0), states.read(event.data())));
    var missing =
        bookings.stream()
            .filter(event -> event.version() > 1)
            .map(event -> versionOf(event, -1))
            .filter(before -> !read.containsKey(before))
            .toList();
    var earlier = missing.isEmpty() ? Mono.just(List.<LoggedEvent>of()) : log.versions(missing);
    return earlier.map(
        found -> {
          found.forEach(event -> read.put(versionOf(event, 0), states.read(event.data())));
          return bookings.stream().map(event -> step(event, read)).toList();
        });
  }

  private static Step step(LoggedEvent event, Map<AggregateVersion, BookingFacts> read) {
    var after = read.get(versionOf(event, 0));
    if (after == null) {
      throw new IllegalStateException("not read: " + event.position());
    }
    return new Step(event, read.get(versionOf(event, -1)), after);
  }

  private static AggregateVersion versionOf(LoggedEvent event, int offset) {
    return new AggregateVersion(event.aggregateId(), event.version() + offset);
  }

  /** The resources by id, as far as there are such. */
  private Mono<Map<ResourceId, Bookable>> places(List<Step> steps) {
    var ids = new HashSet<ResourceId>();
    steps.forEach(
        step -> step.after().items().forEach(item -> ids.add(new ResourceId(item.resourceId()))));
    return Flux.fromIterable(ids)
        .flatMap(catalogue::bookable, LOOKUPS)
        .collectMap(bookable -> bookable.resource().id());
  }

  private Changes changes(
      List<LoggedEvent> events, List<Step> steps, Map<ResourceId, Bookable> places) {
    var added = new ArrayList<New>();
    var outdated = new HashMap<UUID, Long>();
    for (var step : steps) {
      var event = step.event();
      rules
          .of(event.type(), event.occurredAt(), step.before(), step.after(), clock.instant())
          .forEach(planned -> added.add(added(step, planned, places)));
      if (event.version() > 1 && MailRules.outdatesReminders(event.type(), step.after())) {
        outdated.merge(event.aggregateId(), event.version(), Math::max);
      }
    }
    events.stream().filter(this::isArrival).forEach(event -> added.add(welcome(event)));
    return new Changes(added, outdated, forgotten(events));
  }

  private static New added(Step step, MailRules.Planned planned, Map<ResourceId, Bookable> places) {
    var booking = step.after();
    return new New(
        Ids.next(),
        new UserId(booking.userId()),
        new VenueId(booking.venueId()),
        booking.id(),
        step.event().version(),
        planned.template(),
        MailSubject.of(planned.template(), booking, places),
        planned.dueAt());
  }

  private boolean isArrival(LoggedEvent event) {
    return event.type().equals("user.created") && rules.isNews(event.occurredAt(), clock.instant());
  }

  private static New welcome(LoggedEvent event) {
    return new New(
        Ids.next(),
        new UserId(event.aggregateId()),
        null,
        event.aggregateId(),
        event.version(),
        MailTemplate.WELCOME,
        MailTemplate.WELCOME.headline(),
        null);
  }

  private static Set<UserId> forgotten(List<LoggedEvent> events) {
    var people = new HashSet<UserId>();
    events.stream()
        .filter(event -> event.type().equals("user.erased"))
        .forEach(event -> people.add(new UserId(event.aggregateId())));
    return people;
  }
}
