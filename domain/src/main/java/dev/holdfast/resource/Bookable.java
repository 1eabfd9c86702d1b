package dev.holdfast.resource;

import dev.holdfast.resource.BookableRejection.BeyondHorizon;
import dev.holdfast.resource.BookableRejection.IntervalInPast;
import dev.holdfast.resource.BookableRejection.IntervalLength;
import dev.holdfast.resource.BookableRejection.OffGrid;
import dev.holdfast.resource.BookableRejection.OutsideOpeningHours;
import dev.holdfast.resource.BookableRejection.ResourceInactive;
import dev.holdfast.resource.BookableRejection.TimestampPrecision;
import dev.holdfast.resource.BookableRejection.TooLateToBook;
import dev.holdfast.resource.BookableRejection.UnitsExceedCapacity;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A resource together with its venue: all that is needed to say when and for what it can be had.
 */
public record Bookable(Resource resource, Venue venue) {

  /**
   * The first rule that a request breaks, in the order of the contract, apart from whether the slot
   * is free; empty when it breaks none.
   *
   * @param range what is asked for
   * @param units how many units of it, at least 1
   */
  public Optional<BookableRejection> refuse(TimeRange range, int units, Instant now) {
    var id = resource.id();
    if (range.start().isBefore(now)) {
      return Optional.of(new IntervalInPast(id, range));
    }
    if (isFinerThanMicros(range.start()) || isFinerThanMicros(range.end())) {
      return Optional.of(new TimestampPrecision(id, range));
    }
    if (range.length().compareTo(resource.minDuration()) < 0
        || range.length().compareTo(resource.maxDuration()) > 0) {
      return Optional.of(
          new IntervalLength(id, range, resource.minDuration(), resource.maxDuration()));
    }
    if (units > resource.capacity()) {
      return Optional.of(new UnitsExceedCapacity(id, units, resource.capacity()));
    }
    if (!resource.isActive()) {
      return Optional.of(new ResourceInactive(id));
    }
    var openings = resource.openingHours().openings(range, venue.timeZone());
    if (!openings.cover(range)) {
      return Optional.of(new OutsideOpeningHours(id, range));
    }
    if (!openings.isOnGridAsStart(range.start(), resource.slotStep())
        || !openings.isOnGridAsEnd(range.end(), resource.slotStep())) {
      return Optional.of(new OffGrid(id, range, resource.slotStep()));
    }
    if (range.start().isBefore(now.plus(resource.minNotice()))) {
      return Optional.of(new TooLateToBook(id, range, resource.minNotice()));
    }
    if (isBeyondHorizon(range.start(), now)) {
      return Optional.of(new BeyondHorizon(id, range, resource.horizonDays()));
    }
    return Optional.empty();
  }

  /**
   * The slots of this length that the rules allow inside a range; whether they are free is another
   * question.
   *
   * @param max at most this many
   */
  public Offer slots(TimeRange within, Duration length, Instant now, int max) {
    var earliest = now.plus(resource.minNotice());
    var from = within.start().isBefore(earliest) ? earliest : within.start();
    if (!resource.isActive()
        || !from.isBefore(within.end())
        || isBeyondHorizon(from, now)
        || length.compareTo(resource.minDuration()) < 0
        || length.compareTo(resource.maxDuration()) > 0) {
      return new Offer(List.of(), true);
    }
    var pastHorizon = firstDayBeyondHorizon(now).plus(length).minusNanos(1);
    var to = within.end().isAfter(pastHorizon) ? pastHorizon : within.end();
    var reachable = new TimeRange(from, to);
    return resource
        .openingHours()
        .openings(reachable, zone())
        .slots(reachable, length, resource.slotStep(), max);
  }

  /**
   * Slots by start, without repetition.
   *
   * @param isComplete whether these are all there are; false when there may be more
   */
  public record Offer(List<TimeRange> slots, boolean isComplete) {
    public Offer {
      slots = List.copyOf(slots);
    }
  }

  /** What the constraint sees of a stretch: widened by the buffers. */
  public TimeRange occupied(TimeRange range) {
    return range.widened(resource.bufferBefore(), resource.bufferAfter());
  }

  /** The price of one unit of a requested item; nothing where the resource has no price. */
  public Money priceOfUnit(TimeRange range, boolean first) {
    var price = resource.price();
    return price == null ? Money.zero(venue.currency()) : price.ofUnit(range, first);
  }

  public ZoneId zone() {
    return venue.timeZone();
  }

  private static boolean isFinerThanMicros(Instant instant) {
    return !instant.equals(instant.truncatedTo(ChronoUnit.MICROS));
  }

  private boolean isBeyondHorizon(Instant start, Instant now) {
    return LocalDate.ofInstant(start, zone()).isAfter(lastDate(now));
  }

  /** The first instant at which no booking may start any more. */
  private Instant firstDayBeyondHorizon(Instant now) {
    return lastDate(now).plusDays(1).atStartOfDay(zone()).toInstant();
  }

  private LocalDate lastDate(Instant now) {
    return LocalDate.ofInstant(now, zone()).plusDays(resource.horizonDays());
  }
}
