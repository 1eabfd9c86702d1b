package dev.holdfast.booking;

import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bookings for tests, said in the words of the field. */
public final class BookingFixtures {
  public static final VenueId VENUE =
      new VenueId(UUID.fromString("0190a000-0000-7000-8000-000000000001"));
  public static final ResourceId COURT =
      new ResourceId(UUID.fromString("0190a000-0000-7000-8000-00000000000c"));
  public static final ResourceId OTHER_COURT =
      new ResourceId(UUID.fromString("0190a000-0000-7000-8000-00000000000d"));
  public static final UserId ANNA =
      new UserId(UUID.fromString("0190a000-0000-7000-8000-0000000000aa"));
  public static final Currency EUR = Currency.getInstance("EUR");
  public static final Instant TEN = Instant.parse("2027-03-01T10:00:00Z");
  public static final Instant NOW = Instant.parse("2027-02-01T08:00:00Z");
  public static final Duration HOUR = Duration.ofHours(1);

  private BookingFixtures() {}

  /** A firm booking of one unit of the court, from ten to eleven. */
  public static Draft aBooking() {
    return new Draft();
  }

  /** A hold of one unit of the court, from ten to eleven, that lives ten minutes. */
  public static Draft aHold() {
    return new Draft().heldUntil(NOW.plusSeconds(600));
  }

  /** What is to be booked, said step by step. */
  public static final class Draft {
    private final List<Claim> claims = new ArrayList<>();
    private ResourceId resource = COURT;
    private int capacity = 1;
    private int units = 1;
    private Duration buffer = Duration.ZERO;
    private Instant from = TEN;
    private Instant to = TEN.plus(HOUR);
    private @Nullable Instant holdUntil;
    private Instant at = NOW;
    private UserId user = ANNA;
    private Set<Awaiting> awaiting = Set.of(Awaiting.CONFIRMATION);

    public Draft on(ResourceId resource) {
      this.resource = resource;
      return this;
    }

    public Draft ofCapacity(int capacity) {
      this.capacity = capacity;
      return this;
    }

    public Draft units(int units) {
      this.units = units;
      return this;
    }

    public Draft from(Instant from) {
      this.from = from;
      this.to = from.plus(HOUR);
      return this;
    }

    public Draft to(Instant to) {
      this.to = to;
      return this;
    }

    public Draft withBuffer(Duration buffer) {
      this.buffer = buffer;
      return this;
    }

    public Draft heldUntil(Instant until) {
      this.holdUntil = until;
      return this;
    }

    /** What the hold waits for, instead of its confirmation. */
    public Draft awaiting(Awaiting... awaiting) {
      this.awaiting = Set.of(awaiting);
      return this;
    }

    public Draft madeAt(Instant at) {
      this.at = at;
      return this;
    }

    public Draft by(UserId user) {
      this.user = user;
      return this;
    }

    /** One item is said; the next one begins. */
    public Draft and() {
      claims.add(claim());
      units = 1;
      capacity = 1;
      return this;
    }

    private Claim claim() {
      var range = new TimeRange(from, to);
      return new Claim(
          claims.size(),
          resource,
          range,
          range.widened(buffer, buffer),
          Collections.nCopies(units, new Money(1200, EUR)),
          capacity);
    }

    public BookingDraft draft() {
      var all = new ArrayList<>(claims);
      all.add(claim());
      return new BookingDraft(
          BookingId.next(),
          VENUE,
          user,
          all,
          EUR,
          holdUntil,
          holdUntil == null ? Set.of() : awaiting,
          null,
          CancellationPolicy.DEFAULT,
          at);
    }

    /** The booking on the first units. */
    public Booking booking() {
      var draft = draft();
      return draft
          .take(
              draft.claims().stream()
                  .map(
                      claim ->
                          java.util.stream.IntStream.rangeClosed(1, claim.units()).boxed().toList())
                  .toList())
          .booking();
    }
  }
}
