package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.postgres.DatabaseClock;
import dev.holdfast.app.BookingModel.Expected;
import dev.holdfast.app.BookingModel.Kept;
import dev.holdfast.app.BookingModel.Person;
import dev.holdfast.app.BookingModel.Place;
import dev.holdfast.app.BookingModel.Seen;
import dev.holdfast.app.BookingModel.Slot;
import dev.holdfast.app.BookingModel.Taken;
import dev.holdfast.app.BookingModel.Verb;
import dev.holdfast.app.BookingModel.Wish;
import dev.holdfast.app.Stage.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Random commands of several people against the whole server and against a model of it in memory:
 * they must agree on every answer, and at the end on every booking and its history.
 *
 * <p>{@code -Dholdfast.model.worlds=500} tries longer; {@code -Dholdfast.model.seed=…} begins with
 * the seed that a failure has named.
 */
class BookingModelIT {
  private static final int WORLDS = Integer.getInteger("holdfast.model.worlds", 20);
  private static final int COMMANDS = 50;
  private static final Duration QUARTER = Duration.ofMinutes(15);

  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final Instant FAR = tenOClock(40);

  private final Stage stage = new Stage(HOLDFAST);
  private final List<Person> people =
      List.of(
          new Person("user", HOLDFAST.tokenOf("user"), false),
          new Person("newcomer", stage.newcomer(), false),
          new Person("manager", HOLDFAST.tokenOf("manager"), true),
          new Person("admin", HOLDFAST.tokenOf("admin"), true));

  @Test
  void theServerAgreesWithTheModelOnEveryAnswer() {
    var seed = Long.getLong("holdfast.model.seed", new Random().nextLong());
    // All are made before the first is lived in, so that the time that must pass passes but once.
    var worlds = IntStream.range(0, WORLDS).mapToObj(n -> new World(seed + n)).toList();
    worlds.forEach(World::live);
  }

  private static Instant clock() {
    return HOLDFAST.bean(DatabaseClock.class).instant();
  }

  /** One venue, its bookings, and the chance that rules them. */
  private final class World {
    private final long seed;
    private final Random random;
    private final Instant begun = clock().plusSeconds(8).truncatedTo(ChronoUnit.SECONDS);
    private final BookingModel model = new BookingModel(begun.minusSeconds(1));
    private final String venue = stage.venue("PT1S");
    private final List<String> done = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Place> places;

    private record Use(Person who, String key, Wish wish) {}

    World(long seed) {
      this.seed = seed;
      random = new Random(seed);
      places =
          List.of(
              place(1, Duration.ZERO, false, 2400),
              place(3, QUARTER, false, 1200),
              place(2, Duration.ZERO, true, 0));
      places.forEach(model::add);
      stage.addStaff(venue, people.get(2).token());
      begin();
    }

    private Place place(int capacity, Duration buffer, boolean asks, long cents) {
      var terms = new HashMap<String, Object>();
      terms.put("capacity", capacity);
      terms.put("bufferAfter", buffer.toString());
      terms.put("approvalRequired", asks);
      if (cents > 0) {
        terms.put("price", Map.of("amount", decimal(cents), "currency", "EUR", "per", "HOUR"));
      }
      return new Place(stage.resource(venue, terms), capacity, buffer, asks, cents);
    }

    /** Holds that will have lapsed when it counts, and bookings that will have begun. */
    private void begin() {
      for (var place : places) {
        var slot = new Slot(place.id(), FAR, FAR.plus(QUARTER), 1);
        book(pick(people), new Wish(List.of(slot), true, null));
      }
      stage.holdTtl(venue, "PT10M");
      for (var place : places) {
        var slot = new Slot(place.id(), begun, begun.plus(Duration.ofHours(1)), 1);
        book(pick(people), new Wish(List.of(slot), random.nextBoolean(), "begun"));
      }
    }

    private void letTimePass() {
      eventually(BookingModelIT::clock, now -> now.isAfter(begun));
      model.isNow(begun.plusNanos(1_000));
      for (var hold : model.bookings().subList(0, places.size())) {
        hold.become("EXPIRED");
        hold.tell("booking.expired");
        eventually(
            () -> stage.show(people.getLast().token(), hold.id).path("status").asString(),
            "EXPIRED"::equals);
      }
    }

    private Kept book(Person who, Wish wish) {
      var key = UUID.randomUUID().toString();
      var expected = model.book(who, key, wish);
      compare(expected, stage.book(who.token(), key, body(wish)));
      return Objects.requireNonNull(expected.kept());
    }

    void live() {
      letTimePass();
      for (var n = 0; n < COMMANDS; n++) {
        act();
      }
      for (var booking : model.bookings()) {
        var admin = people.getLast();
        compare(model.show(admin, booking), stage.find(admin.token(), booking.id));
        assertThat(stage.types(admin.token(), booking.id)).as(this::story).isEqualTo(booking.told);
      }
    }

    private void act() {
      var who = pick(people);
      var booking = pick(model.bookings());
      var seen =
          pick(List.of(Seen.CURRENT, Seen.CURRENT, Seen.ANY, Seen.ANY, Seen.STALE, Seen.NOTHING));
      switch (random.nextInt(10)) {
        case 0, 1 -> make(who);
        case 2 -> repeat();
        case 3 -> move(who, booking, seen);
        case 4 -> move(booking.owner, booking, seen);
        case 5 -> annotate(who, booking, seen);
        case 6 -> show(who, booking);
        case 7 -> change(booking.owner, booking, seen, pick(List.of(Verb.CONFIRM, Verb.EXTEND)));
        default -> change(who, booking, seen, pick(List.of(Verb.values())));
      }
    }

    private void make(Person who) {
      var slots = slots();
      if (random.nextInt(20) == 0) {
        slots.add(new Slot(COURT, FAR, FAR.plus(Duration.ofHours(1)), 1));
      }
      var note = pick(List.of("", "by the window", "we are six"));
      use(new Use(who, UUID.randomUUID().toString(), new Wish(slots, random.nextBoolean(), note)));
    }

    /** A key once more, for the same or for something else. */
    private void repeat() {
      if (uses.isEmpty()) {
        return;
      }
      var use = pick(uses);
      var wish = random.nextInt(3) == 0 ? new Wish(slots(), true, "else") : use.wish();
      use(new Use(use.who(), use.key(), wish));
    }

    private void use(Use use) {
      done.add(use.who() + " books " + use.wish() + " by the key " + use.key());
      var again = uses.contains(use);
      var expected = model.book(use.who(), use.key(), use.wish());
      var answer = stage.book(use.who().token(), use.key(), body(use.wish()));
      if (expected.status() == 201 && again) {
        assertThat(answer.status()).as(this::story).isEqualTo(201);
        assertThat(answer.body().path("version").asInt()).as(this::story).isEqualTo(1);
      } else {
        compare(expected, answer);
      }
      if (expected.status() == 201) {
        uses.add(use);
      }
    }

    private void move(Person who, Kept booking, Seen seen) {
      var slots = random.nextInt(6) == 0 ? slotsOf(booking) : slots();
      if (random.nextInt(20) == 0) {
        slots.add(new Slot(COURT, FAR, FAR.plus(Duration.ofHours(1)), 1));
      }
      done.add(who + " moves " + booking.id + " to " + slots + " having seen " + seen);
      var tag = tag(seen, booking);
      var items = slots.stream().map(World::item).toArray(Map<?, ?>[]::new);
      compare(
          model.move(who, booking, seen, slots), stage.move(who.token(), booking.id, tag, items));
    }

    private static List<Slot> slotsOf(Kept booking) {
      return new ArrayList<>(
          booking.items.stream()
              .map(item -> new Slot(item.place(), item.start(), item.end(), 1))
              .toList());
    }

    private void annotate(Person who, Kept booking, Seen seen) {
      var note = random.nextBoolean() ? null : pick(List.of("late", "by the window"));
      done.add(who + " writes " + note + " on " + booking.id + " having seen " + seen);
      var tag = tag(seen, booking);
      var body = note == null ? "{\"note\":null}" : "{\"note\":\"" + note + "\"}";
      compare(
          model.annotate(who, booking, seen, note),
          stage.patch(who.token(), booking.id, tag, body));
    }

    private void show(Person who, Kept booking) {
      done.add(who + " looks at " + booking.id);
      compare(model.show(who, booking), stage.find(who.token(), booking.id));
    }

    private void change(Person who, Kept booking, Seen seen, Verb verb) {
      done.add(who + " does " + verb + " to " + booking.id + " having seen " + seen);
      var tag = tag(seen, booking);
      compare(
          model.change(who, booking, seen, verb),
          stage.change(who.token(), booking.id, verb.path, tag));
    }

    private static @Nullable String tag(Seen seen, Kept booking) {
      return switch (seen) {
        case CURRENT -> "\"" + booking.version + "\"";
        case ANY -> "*";
        case STALE -> "\"" + (booking.version + 1) + "\"";
        case NOTHING -> null;
      };
    }

    private List<Slot> slots() {
      var slots = new ArrayList<Slot>();
      do {
        var place = pick(places);
        var units = 1 + Math.min(random.nextInt(4), random.nextInt(place.capacity() + 1));
        slots.add(slot(place, units));
      } while (random.nextInt(3) == 0);
      return slots;
    }

    /** Far ahead, so near that people may be checked in, or once in a while begun already. */
    private Slot slot(Place place, int units) {
      var kind = random.nextInt(12);
      var quarters = random.nextInt(6);
      var from =
          kind == 0
              ? begun
              : kind < 4
                  ? begun.plusSeconds(600 + 60L * quarters)
                  : FAR.plus(QUARTER.multipliedBy(quarters));
      return new Slot(
          place.id(), from, from.plus(QUARTER.multipliedBy(1 + random.nextInt(4))), units);
    }

    private <T> T pick(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }

    private static Map<String, Object> body(Wish wish) {
      var body = new HashMap<String, Object>();
      body.put("items", wish.slots().stream().map(World::item).toList());
      body.put("hold", wish.hold());
      if (wish.note() != null) {
        body.put("note", wish.note());
      }
      return body;
    }

    private static Map<String, Object> item(Slot slot) {
      return Map.of(
          "resourceId",
          slot.place(),
          "start",
          slot.start().toString(),
          "end",
          slot.end().toString(),
          "units",
          slot.units());
    }

    private void compare(Expected expected, Answer answer) {
      assertThat(answer.code()).as(this::story).isEqualTo(expected.code());
      assertThat(answer.status()).as(this::story).isEqualTo(expected.status());
      assertThat(conflicts(answer.body())).as(this::story).isEqualTo(expected.conflicts());
      var kept = expected.kept();
      if (kept != null) {
        if (kept.id.isEmpty()) {
          kept.id = answer.body().path("id").asString();
        }
        assertThat(seen(answer.body())).as(this::story).isEqualTo(wanted(kept));
      }
    }

    private static List<Integer> conflicts(JsonNode problem) {
      return problem
          .path("conflicts")
          .valueStream()
          .map(conflict -> conflict.path("pointer").asString().substring("/items/".length()))
          .map(Integer::valueOf)
          .toList();
    }

    private static Map<String, Object> wanted(Kept kept) {
      var fields = new HashMap<String, Object>();
      fields.put("id", kept.id);
      fields.put("status", kept.status);
      fields.put("awaiting", Set.copyOf(kept.awaiting));
      fields.put("items", Set.copyOf(kept.items));
      fields.put("total", decimal(kept.cents));
      fields.put("isHold", kept.status.equals("PENDING"));
      fields.put("note", String.valueOf(kept.note));
      fields.put("cancelledBy", String.valueOf(kept.cancelledBy));
      fields.put("version", kept.version);
      return fields;
    }

    private static Map<String, Object> seen(JsonNode booking) {
      var fields = new HashMap<String, Object>();
      fields.put("id", booking.path("id").asString());
      fields.put("status", booking.path("status").asString());
      fields.put(
          "awaiting",
          Set.copyOf(booking.path("awaiting").valueStream().map(JsonNode::asString).toList()));
      fields.put(
          "items", Set.copyOf(booking.path("items").valueStream().map(World::taken).toList()));
      fields.put("total", booking.path("total").path("amount").asString());
      fields.put("isHold", !booking.path("holdUntil").isNull());
      fields.put("note", textOf(booking.path("note")));
      fields.put("cancelledBy", textOf(booking.path("cancelledBy")));
      fields.put("version", booking.path("version").asInt());
      return fields;
    }

    private static String textOf(JsonNode node) {
      return node.isNull() ? "null" : node.asString();
    }

    private static Taken taken(JsonNode item) {
      return new Taken(
          item.path("resourceId").asString(),
          item.path("unit").asInt(),
          Instant.parse(item.path("start").asString()),
          Instant.parse(item.path("end").asString()));
    }

    private static String decimal(long cents) {
      return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    private String story() {
      return "seed " + seed + ":\n" + String.join("\n", done);
    }
  }
}
