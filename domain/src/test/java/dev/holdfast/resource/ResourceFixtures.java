package dev.holdfast.resource;

import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Outcome;
import dev.holdfast.shared.Outcome.Accepted;
import dev.holdfast.shared.Patch;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.UserId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Venues and resources for tests, said in the words of the field. */
public final class ResourceFixtures {
  public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  public static final ZoneId UTC = ZoneId.of("UTC");
  public static final Currency EUR = Currency.getInstance("EUR");
  public static final Instant NOW = Instant.parse("2027-02-01T08:00:00Z");
  public static final Actor ADMIN =
      new Actor(UserId.next(), Role.ADMIN, null, new Actor.Origin("test", null, null));

  /** Nothing is said about anything. */
  public static final VenueTerms SAME_VENUE =
      new VenueTerms(Patch.keep(), Patch.keep(), Patch.keep(), Patch.keep(), Patch.keep());

  /** Nothing is said about anything. */
  public static final ResourceTerms SAME_RESOURCE = terms(Patch.keep());

  private ResourceFixtures() {}

  /** Terms that name only the resource. */
  public static ResourceTerms terms(Patch<String> name) {
    return new ResourceTerms(
        Patch.keep(),
        name,
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep());
  }

  /** Terms that name only the price. */
  public static ResourceTerms priced(Patch<PriceTerms> price) {
    return new ResourceTerms(
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        Patch.keep(),
        price,
        Patch.keep(),
        Patch.keep(),
        Patch.keep());
  }

  public static Patch<PriceTerms> price(String amount, @Nullable Currency currency) {
    return Patch.set(new PriceTerms(new BigDecimal(amount), currency, Price.Per.HOUR));
  }

  /** A manager who is on the staff of the given venues only. */
  public static Actor manager() {
    return new Actor(UserId.next(), Role.MANAGER, null, new Actor.Origin("test", null, null));
  }

  public static Actor user() {
    return new Actor(UserId.next(), Role.USER, null, new Actor.Origin("test", null, null));
  }

  /** A new venue in a zone, with this staff. */
  public static Venue venue(ZoneId zone, UserId... staff) {
    return new Venue(
        VenueId.next(),
        "Courts at the Park",
        zone,
        EUR,
        Venue.DEFAULT_HOLD_TTL,
        CancellationPolicy.DEFAULT,
        Set.of(staff),
        1,
        NOW,
        NOW);
  }

  /** A new court of a venue: as it is by default, unless it is said otherwise. */
  public static Court courtOf(Venue venue) {
    return new Court(venue);
  }

  /** A court, described step by step. */
  public static final class Court {
    private final Venue venue;
    private String name = "Court 1";
    private String kind = "court";
    private int capacity = 1;
    private Duration bufferBefore = Duration.ZERO;
    private Duration bufferAfter = Duration.ZERO;
    private Duration step = Duration.ofMinutes(30);
    private Duration min = Duration.ofMinutes(30);
    private Duration max = Duration.ofDays(1);
    private Duration notice = Duration.ZERO;
    private int horizonDays = 365;
    private @Nullable Price price;
    private boolean isActive = true;
    private OpeningHours hours = OpeningHours.ALWAYS;

    private Court(Venue venue) {
      this.venue = venue;
    }

    public Court named(String newName) {
      name = newName;
      return this;
    }

    public Court ofKind(String newKind) {
      kind = newKind;
      return this;
    }

    public Court withUnits(int units) {
      capacity = units;
      return this;
    }

    public Court buffered(Duration before, Duration after) {
      bufferBefore = before;
      bufferAfter = after;
      return this;
    }

    public Court every(Duration newStep) {
      step = newStep;
      return this;
    }

    public Court lasting(Duration shortest, Duration longest) {
      min = shortest;
      max = longest;
      return this;
    }

    public Court noticedBy(Duration newNotice) {
      notice = newNotice;
      return this;
    }

    public Court upToDaysAhead(int days) {
      horizonDays = days;
      return this;
    }

    public Court costing(String amount, Price.Per per) {
      price = new Price(Money.of(new BigDecimal(amount), EUR), per);
      return this;
    }

    public Court inactive() {
      isActive = false;
      return this;
    }

    public Court open(OpeningHours.Rule... rules) {
      hours = new OpeningHours(List.of(rules));
      return this;
    }

    public Resource resource() {
      return new Resource(
          ResourceId.next(),
          venue.id(),
          kind,
          name,
          null,
          capacity,
          bufferBefore,
          bufferAfter,
          step,
          min,
          max,
          notice,
          horizonDays,
          price,
          false,
          false,
          isActive,
          hours,
          1,
          NOW,
          NOW);
    }

    public Bookable bookable() {
      return new Bookable(resource(), venue);
    }
  }

  /** Open on these days, by an RRULE that {@link FakeRecurrences} can read. */
  public static OpeningHours.Rule open(String rrule, String from, String to) {
    return new OpeningHours.Rule(
        new FakeRecurrences().read(rrule).orElseThrow(),
        LocalTime.parse(from),
        LocalTime.parse(to),
        null,
        null);
  }

  /** Open every day. */
  public static OpeningHours.Rule daily(String from, String to) {
    return open("FREQ=DAILY", from, to);
  }

  /** From one local time to another. */
  public static TimeRange local(ZoneId zone, String from, String to) {
    return new TimeRange(
        LocalDateTime.parse(from).atZone(zone).toInstant(),
        LocalDateTime.parse(to).atZone(zone).toInstant());
  }

  /** From one instant to another. */
  public static TimeRange between(String from, String to) {
    return new TimeRange(Instant.parse(from), Instant.parse(to));
  }

  /** The state after a change that must have been accepted. */
  public static <S, E> S state(Outcome<S, E> outcome) {
    return ((Accepted<S, E>) outcome).state();
  }

  /** What the change said, which must have been accepted. */
  public static <S, E> List<E> events(Outcome<S, E> outcome) {
    return ((Accepted<S, E>) outcome).events();
  }
}
