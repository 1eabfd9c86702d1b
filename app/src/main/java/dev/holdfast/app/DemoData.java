package dev.holdfast.app;

import static dev.holdfast.resource.Price.Per.BOOKING;
import static dev.holdfast.resource.Price.Per.HOUR;
import static dev.holdfast.resource.Price.Per.UNIT;

import dev.holdfast.resource.CancellationPolicy;
import dev.holdfast.resource.OpeningHours;
import dev.holdfast.resource.Price;
import dev.holdfast.resource.Resource;
import dev.holdfast.resource.ResourceEvent.ResourceCreated;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Venue;
import dev.holdfast.resource.VenueEvent.VenueCreated;
import dev.holdfast.resource.VenueId;
import dev.holdfast.resource.port.Recurrences;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.resource.port.Venues;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.user.Email;
import dev.holdfast.user.Password;
import dev.holdfast.user.PersonName;
import dev.holdfast.user.usecase.Profile;
import dev.holdfast.user.usecase.SignUp;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Accounts, venues and resources to try things out with. Venues and resources have ids that are the
 * same everywhere, so that an example can be pasted.
 */
@Component
final class DemoData implements SmartInitializingSingleton {
  static final String PASSWORD = "holdfast demo account";

  private static final Actor ACTOR = Actor.system("demo-data");
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Currency JPY = Currency.getInstance("JPY");
  private static final VenueId CLUB = new VenueId(id(0x10));
  private static final VenueId CLINIC = new VenueId(id(0x20));
  static final ResourceId COURT = new ResourceId(id(0x11));

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Settings settings;
  private final CommandBus commands;
  private final Venues venues;
  private final Resources resources;
  private final Recurrences recurrences;
  private final InstantSource clock;

  DemoData(
      Settings settings,
      CommandBus commands,
      Venues venues,
      Resources resources,
      Recurrences recurrences,
      InstantSource clock) {
    this.settings = settings;
    this.commands = commands;
    this.venues = venues;
    this.resources = resources;
    this.recurrences = recurrences;
    this.clock = clock;
  }

  /** Before anything is served. */
  @Override
  public void afterSingletonsInstantiated() {
    if (settings.wantsDemoData()) {
      make().block(PATIENCE);
    }
  }

  /** Makes them, unless they are there. */
  private Mono<Void> make() {
    return venues
        .find(CLUB)
        .map(_ -> false)
        .defaultIfEmpty(true)
        .flatMap(isMissing -> isMissing ? makeAll() : Mono.empty());
  }

  private Mono<Void> makeAll() {
    return account("admin", Role.ADMIN)
        .then(account("user", Role.USER))
        .then(account("manager", Role.MANAGER))
        .flatMap(manager -> makePlaces(new UserId(manager.id())));
  }

  private Mono<Profile> account(String name, Role role) {
    return commands.send(
        new SignUp(
            ACTOR,
            Email.parse(name + "@holdfast.test").orElseThrow(),
            new Password(PASSWORD),
            new PersonName("Demo"),
            new PersonName(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)),
            null,
            role));
  }

  private Mono<Void> makePlaces(UserId manager) {
    var now = clock.instant();
    var club = venue(CLUB, "Riverside Club", ZoneId.of("Europe/Vienna"), EUR, manager, now);
    var clinic = venue(CLINIC, "Kyoto Clinic", ZoneId.of("Asia/Tokyo"), JPY, manager, now);
    return Flux.just(clinic, club)
        .concatMap(venue -> venues.add(new VenueCreated(venue, now), ACTOR))
        .thenMany(Flux.fromIterable(resources(now)))
        .concatMap(resource -> resources.add(new ResourceCreated(resource, now), ACTOR))
        .then();
  }

  private static Venue venue(
      VenueId id, String name, ZoneId zone, Currency currency, UserId manager, Instant now) {
    return new Venue(
        id,
        name,
        zone,
        currency,
        Venue.DEFAULT_HOLD_TTL,
        CancellationPolicy.DEFAULT,
        Set.of(manager),
        1,
        now,
        now);
  }

  private List<Resource> resources(Instant now) {
    var daily = hours("FREQ=DAILY", "08:00", "22:00");
    var weekdays = hours("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "09:00", "17:00");
    var evenings = hours("FREQ=WEEKLY;BYDAY=TH,FR,SA", "18:00", "02:00");
    return List.of(
        new Draft(COURT, CLUB, "court", "Court 1", daily).price("24.00", EUR, HOUR).made(now),
        new Draft(new ResourceId(id(0x12)), CLUB, "court", "Court 2", daily)
            .price("24.00", EUR, HOUR)
            .made(now),
        new Draft(new ResourceId(id(0x13)), CLUB, "kayak", "River kayaks", daily)
            .capacity(8)
            .price("15.00", EUR, UNIT)
            .made(now),
        new Draft(new ResourceId(id(0x14)), CLUB, "hall", "Party hall", evenings)
            .price("350.00", EUR, BOOKING)
            .made(now),
        new Draft(new ResourceId(id(0x21)), CLINIC, "practitioner", "Dr. Sato", weekdays)
            .buffer(Duration.ofMinutes(5))
            .price("9000", JPY, UNIT)
            .made(now),
        new Draft(new ResourceId(id(0x22)), CLINIC, "room", "Treatment room", weekdays).made(now));
  }

  private OpeningHours hours(String rule, String start, String end) {
    return new OpeningHours(
        List.of(
            new OpeningHours.Rule(
                recurrences.read(rule).orElseThrow(),
                LocalTime.parse(start),
                LocalTime.parse(end),
                null,
                null)));
  }

  private static UUID id(int last) {
    return new UUID(0x0190_a000_0000_7000L, 0x8000_0000_0000_0000L | last);
  }

  /** A resource with the defaults of the contract, said step by step. */
  private static final class Draft {
    private final ResourceId id;
    private final VenueId venue;
    private final String kind;
    private final String name;
    private final OpeningHours hours;
    private int capacity = 1;
    private Duration buffer = Duration.ZERO;
    private @Nullable Price price;

    Draft(ResourceId id, VenueId venue, String kind, String name, OpeningHours hours) {
      this.id = id;
      this.venue = venue;
      this.kind = kind;
      this.name = name;
      this.hours = hours;
    }

    Draft capacity(int units) {
      capacity = units;
      return this;
    }

    Draft buffer(Duration afterEach) {
      buffer = afterEach;
      return this;
    }

    Draft price(String amount, Currency currency, Price.Per per) {
      price = new Price(Money.of(new BigDecimal(amount), currency), per);
      return this;
    }

    Resource made(Instant now) {
      return new Resource(
          id,
          venue,
          kind,
          name,
          null,
          capacity,
          Duration.ZERO,
          buffer,
          Duration.ofMinutes(15),
          Duration.ofMinutes(15),
          Duration.ofDays(1),
          Duration.ZERO,
          365,
          price,
          false,
          false,
          true,
          hours,
          1,
          now,
          now);
    }
  }
}
