package dev.holdfast.notification.usecase;

import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.CalendarEntry;
import dev.holdfast.booking.CancelledBy;
import dev.holdfast.booking.Status;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.port.EventLog.AggregateVersion;
import dev.holdfast.notification.Invitation;
import dev.holdfast.notification.Invitation.Method;
import dev.holdfast.notification.Mail;
import dev.holdfast.notification.Mail.Addressee;
import dev.holdfast.notification.MailRules;
import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.MailedBooking;
import dev.holdfast.notification.MailedBooking.Line;
import dev.holdfast.notification.Notification;
import dev.holdfast.notification.port.BookingStates;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.usecase.Profile;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Puts together what a mail tells, at the moment it is sent: the booking as it was with the event,
 * from the log; who and where as they are now.
 */
public final class ComposeMails {
  private final EventLog log;
  private final BookingStates states;
  private final Catalogue catalogue;
  private final Function<UserId, Mono<Profile>> people;
  private final Function<BookingId, Mono<Booking>> bookings;
  private final Function<BookingFacts, Mono<BookingView>> texts;
  private final InstantSource clock;

  /**
   * @param people finds somebody who may be written to, or nobody
   * @param bookings finds a booking as it is now
   * @param texts opens a booking's texts
   */
  public ComposeMails(
      EventLog log,
      BookingStates states,
      Catalogue catalogue,
      Function<UserId, Mono<Profile>> people,
      Function<BookingId, Mono<Booking>> bookings,
      Function<BookingFacts, Mono<BookingView>> texts,
      InstantSource clock) {
    this.log = log;
    this.states = states;
    this.catalogue = catalogue;
    this.people = people;
    this.bookings = bookings;
    this.texts = texts;
    this.clock = clock;
  }

  /** The mail, or empty when there is nobody to tell it to or no reason to tell it any more. */
  public Mono<Mail> mail(Notification notification) {
    return people
        .apply(notification.userId())
        .flatMap(
            person ->
                notification.template() == MailTemplate.WELCOME
                    ? Mono.just(mail(notification, person, null))
                    : booking(notification).map(booking -> mail(notification, person, booking)));
  }

  private Mail mail(Notification notification, Profile person, @Nullable MailedBooking booking) {
    return new Mail(
        notification.id(),
        notification.template(),
        notification.subject(),
        new Addressee(person.email(), person.firstName(), person.lastName()),
        booking,
        clock.instant());
  }

  /** What the booking was before and after the event. */
  private record Versions(@Nullable BookingFacts before, BookingFacts after) {}

  private Mono<MailedBooking> booking(Notification notification) {
    return versions(notification)
        .filterWhen(versions -> isStillDue(notification, versions.after()))
        .flatMap(versions -> told(notification.template(), versions));
  }

  private Mono<Versions> versions(Notification notification) {
    var id = notification.aggregateId();
    var version = notification.version();
    return log.versions(
            List.of(new AggregateVersion(id, version), new AggregateVersion(id, version - 1)))
        .map(
            found -> {
              var byVersion = new HashMap<Long, BookingFacts>();
              for (LoggedEvent event : found) {
                byVersion.put(event.version(), states.read(event.data()));
              }
              var after = byVersion.get(version);
              if (after == null) {
                throw new IllegalStateException("the log has no version " + version + " of " + id);
              }
              return new Versions(byVersion.get(version - 1), after);
            });
  }

  /** What has happened has happened; but reminded is who still has something to come to. */
  private Mono<Boolean> isStillDue(Notification notification, BookingFacts told) {
    if (notification.template() != MailTemplate.REMINDER) {
      return Mono.just(true);
    }
    var start = MailRules.start(told);
    return bookings
        .apply(new BookingId(notification.aggregateId()))
        .map(
            now ->
                now.status() == Status.CONFIRMED
                    && now.start().equals(start)
                    && clock.instant().isBefore(start));
  }

  private Mono<MailedBooking> told(MailTemplate template, Versions versions) {
    var ids = new ArrayList<ResourceId>();
    Stream.of(versions.before(), versions.after())
        .filter(Objects::nonNull)
        .forEach(facts -> facts.items().forEach(i -> ids.add(new ResourceId(i.resourceId()))));
    return Mono.zip(catalogue.bookables(ids), texts.apply(versions.after()))
        .map(found -> told(template, versions, found.getT1(), found.getT2().cancelReason()));
  }

  private static MailedBooking told(
      MailTemplate template,
      Versions versions,
      Map<ResourceId, Bookable> places,
      @Nullable String reason) {
    var after = versions.after();
    var before = versions.before();
    var venue = place(places, after.items().getFirst()).venue();
    var lines = lines(after, places);
    return new MailedBooking(
        after.id(),
        venue.name(),
        venue.timeZone(),
        lines,
        template == MailTemplate.RESCHEDULED && before != null ? lines(before, places) : List.of(),
        after.total().money(),
        after.status() == Status.DECLINED
            || (after.cancelledBy() != null && after.cancelledBy() != CancelledBy.CUSTOMER),
        reason,
        invitations(template, before, after, venue.name(), lines));
  }

  private static Bookable place(Map<ResourceId, Bookable> places, BookingFacts.Item item) {
    var place = places.get(new ResourceId(item.resourceId()));
    if (place == null) {
      throw new IllegalStateException("no resource " + item.resourceId());
    }
    return place;
  }

  private static List<Line> lines(BookingFacts booking, Map<ResourceId, Bookable> places) {
    record Place(String name, ResourceId id, TimeRange range) {}
    var units = new LinkedHashMap<Place, Integer>();
    for (var item : booking.items()) {
      var resource = place(places, item).resource();
      units.merge(
          new Place(resource.name(), resource.id(), new TimeRange(item.start(), item.end())),
          1,
          Integer::sum);
    }
    return units.entrySet().stream()
        .map(e -> new Line(e.getKey().name(), e.getValue(), e.getKey().range()))
        .sorted(Comparator.comparing((Line line) -> line.range().start()))
        .toList();
  }

  private static List<Invitation> invitations(
      MailTemplate template,
      @Nullable BookingFacts before,
      BookingFacts after,
      String venue,
      List<Line> lines) {
    return switch (template) {
      case CONFIRMED, RESCHEDULED -> {
        var all = new ArrayList<Invitation>();
        CalendarEntry.of(after)
            .forEach(entry -> all.add(invitation(Method.REQUEST, entry, venue, lines)));
        if (before != null && before.status() == Status.CONFIRMED) {
          CalendarEntry.gone(before, after)
              .forEach(entry -> all.add(invitation(Method.CANCEL, entry, venue, lines)));
        }
        yield all;
      }
      // Who has never been invited has nothing to take out.
      case CANCELLED ->
          before != null && before.status() == Status.CONFIRMED
              ? CalendarEntry.of(after).stream()
                  .map(entry -> invitation(Method.CANCEL, entry, venue, lines))
                  .toList()
              : List.of();
      case WELCOME, DECLINED, REMINDER -> List.of();
    };
  }

  private static Invitation invitation(
      Method method, CalendarEntry entry, String venue, List<Line> lines) {
    var inside = lines.stream().filter(line -> entry.range().contains(line.range())).toList();
    var names = inside.stream().map(ComposeMails::named).distinct().toList();
    var summary = names.isEmpty() ? venue : names.getFirst() + " at " + venue;
    return new Invitation(
        method,
        entry,
        names.size() > 1 ? names.getFirst() + " and more at " + venue : summary,
        venue,
        String.join("\n", names));
  }

  private static String named(Line line) {
    return line.units() == 1 ? line.resource() : line.resource() + " × " + line.units();
  }
}
