package dev.holdfast.booking.port;

import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.booking.BookingFixtures.aHold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.Awaiting;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingEvent;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingFixtures.Draft;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingMove;
import dev.holdfast.booking.CancelledBy;
import dev.holdfast.booking.KeptAnswer;
import dev.holdfast.booking.port.Bookings.Placement;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever happens to a booking, what has been told of it makes the same booking again. Each life
 * is on a resource of its own.
 */
public interface BookingLivesContract {
  int LIVES = 60;

  Bookings bookings();

  /** What the events of a booking carry, in the order of their versions. */
  List<BookingFacts> told(BookingId id);

  /** Something that is tried in the life of a booking. */
  enum Verb {
    CONFIRM,
    EXTEND,
    APPROVE,
    DECLINE,
    CANCEL,
    ANNOTATE,
    CLEAR,
    MOVE,
    CHECK_IN,
    COMPLETE,
    NO_SHOW,
    EXPIRE,
    FINISH
  }

  /**
   * One thing that is tried.
   *
   * @param after how much time has gone by since the last one
   */
  record Step(Verb verb, Duration after) {}

  /** A life from its beginning; what cannot be done when its turn comes is left out. */
  record Life(boolean isHold, boolean isAsked, int units, int bufferMinutes, List<Step> steps) {}

  @Provide
  default Arbitrary<Life> lives() {
    var pauses =
        Arbitraries.of(
            Duration.ofSeconds(1), Duration.ofMinutes(4), Duration.ofHours(1), Duration.ofDays(20));
    var steps =
        Arbitraries.of(Verb.class)
            .flatMap(verb -> pauses.map(pause -> new Step(verb, pause)))
            .list()
            .ofMaxSize(10);
    var flags = Arbitraries.of(true, false);
    return flags.flatMap(
        hold ->
            flags.flatMap(
                asked ->
                    Arbitraries.integers()
                        .between(1, 3)
                        .flatMap(
                            units ->
                                Arbitraries.integers()
                                    .between(0, 10)
                                    .flatMap(
                                        buffer ->
                                            steps.map(
                                                all ->
                                                    new Life(hold, asked, units, buffer, all))))));
  }

  @Property(tries = LIVES)
  default void whatHasBeenToldMakesTheBookingThatIsKept(@ForAll("lives") Life life) {
    var court = new ResourceId(Ids.next());
    var booking = begun(life, court);
    var now = booking.createdAt();
    for (var step : life.steps()) {
      now = now.plus(step.after());
      booking = lived(booking, step.verb(), court, now);
    }
    var kept = bookings().find(booking.id()).blockOptional().orElseThrow();
    var told = told(booking.id());
    assertThat(told).extracting(BookingFacts::version).last().isEqualTo(kept.version());
    assertThat(BookingFacts.rebuilt(told)).isEqualTo(kept).isEqualTo(booking);
  }

  private Booking begun(Life life, ResourceId court) {
    var draft = life.isHold() ? aHold() : aBooking();
    if (life.isAsked()) {
      draft.awaiting(Awaiting.APPROVAL, Awaiting.CONFIRMATION);
    }
    var placement =
        bookings()
            .place(
                slot(draft, court, TEN)
                    .units(life.units())
                    .withBuffer(Duration.ofMinutes(life.bufferMinutes()))
                    .draft(),
                null,
                _ -> new KeptAnswer("", false),
                Actor.system("test"))
            .block();
    if (placement instanceof Placement.Placed(var booking, _)) {
      return booking;
    }
    throw new AssertionError("not placed but " + placement);
  }

  private static Draft slot(Draft draft, ResourceId court, Instant from) {
    return draft.on(court).ofCapacity(3).from(from);
  }

  private Booking lived(Booking booking, Verb verb, ResourceId court, Instant now) {
    return switch (verb) {
      case CONFIRM -> kept(booking, booking.confirm(now));
      case EXTEND -> kept(booking, booking.extend(Duration.ofMinutes(10), now));
      case APPROVE -> kept(booking, booking.approve(now));
      case DECLINE -> kept(booking, booking.decline(new Sealed("ZGVjbGluZWQ="), now));
      case CANCEL -> kept(booking, booking.cancel(CancelledBy.VENUE, new Sealed("Z29uZQ=="), now));
      case ANNOTATE -> kept(booking, booking.annotate(new Sealed("bm90ZQ=="), now));
      case CLEAR -> kept(booking, booking.annotate(null, now));
      case MOVE -> booking.refuseMove(now).isPresent() ? booking : moved(booking, court, now);
      case CHECK_IN -> kept(booking, booking.checkIn(now));
      case COMPLETE -> kept(booking, booking.complete(now));
      case NO_SHOW -> kept(booking, booking.noShow(now));
      case EXPIRE -> kept(booking, booking.expire(now));
      case FINISH -> kept(booking, booking.finish(now));
    };
  }

  private Booking kept(Booking booking, Outcome<Booking, BookingEvent> outcome) {
    return outcome instanceof Accepted(var _, var events) && !events.isEmpty()
        ? bookings().save(events.getFirst(), Actor.system("test")).blockOptional().orElseThrow()
        : booking;
  }

  private Booking moved(Booking booking, ResourceId court, Instant now) {
    var slots =
        slot(aBooking(), court, booking.start().plusSeconds(1_800))
            .and()
            .on(court)
            .from(booking.start().plusSeconds(7_200));
    return bookings()
        .reschedule(new BookingMove(booking, slots.draft().claims(), now), Actor.system("test"))
        .blockOptional()
        .orElseThrow();
  }
}
