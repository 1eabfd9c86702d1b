package dev.holdfast.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What must become of the bookings of one venue, worked out as plainly as the contract says it: one
 * after another, in memory, at an instant that passes only when it is told to.
 */
final class BookingModel {
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<List<String>, Used> keys = new LinkedHashMap<>();
  private final List<Kept> bookings = new ArrayList<>();
  private Instant now;

  BookingModel(Instant now) {
    this.now = now;
  }

  /** From now on it is then; what has lapsed or is over by that time is not this model's to say. */
  void isNow(Instant then) {
    now = then;
  }

  /** A resource; its price is by the hour and unit. */
  record Place(String id, int capacity, Duration bufferAfter, boolean asks, long centsPerHour) {}

  /** Someone, and whether they manage the venue. */
  record Person(String name, String token, boolean manages) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** One requested item; a place that is none of ours stands for another venue. */
  record Slot(String place, Instant start, Instant end, int units) {}

  /** One item that a booking has. */
  record Taken(String place, int unit, Instant start, Instant end) {}

  /** What a request for slots says. */
  record Wish(List<Slot> slots, boolean hold, @Nullable String note) {}

  private record Used(Wish wish, Kept kept) {}

  /** What a change says it has seen. */
  enum Seen {
    CURRENT,
    ANY,
    STALE,
    NOTHING
  }

  /** What can be done to a booking in so many words. */
  enum Verb {
    CONFIRM("confirm", false, "booking.confirmed"),
    EXTEND("extend", false, "booking.extended"),
    CANCEL("cancel", false, "booking.cancelled"),
    APPROVE("approve", true, "booking.approved"),
    DECLINE("decline", true, "booking.declined"),
    CHECK_IN("check-in", true, "booking.checked_in"),
    COMPLETE("complete", true, "booking.completed"),
    NO_SHOW("no-show", true, "booking.no_show");

    final String path;
    final boolean managersOnly;
    final String told;

    Verb(String path, boolean managersOnly, String told) {
      this.path = path;
      this.managersOnly = managersOnly;
      this.told = told;
    }
  }

  /** A booking as it must be. */
  static final class Kept {
    String id = "";
    final Person owner;
    String status;
    final TreeSet<String> awaiting = new TreeSet<>();
    List<Taken> items;
    long cents;
    int extensions;
    @Nullable String note;
    @Nullable String cancelledBy;
    int version = 1;
    final List<String> told = new ArrayList<>(List.of("booking.created"));

    Kept(Person owner, Wish wish, List<Taken> items, long cents, boolean asks) {
      this.owner = owner;
      this.items = items;
      this.cents = cents;
      note = wish.note();
      if (wish.hold()) {
        awaiting.add("CONFIRMATION");
      }
      if (asks) {
        awaiting.add("APPROVAL");
      }
      status = awaiting.isEmpty() ? "CONFIRMED" : "PENDING";
    }

    private boolean isActive() {
      return List.of("PENDING", "CONFIRMED", "CHECKED_IN").contains(status);
    }

    private Instant start() {
      return items.stream().map(Taken::start).min(Comparator.naturalOrder()).orElseThrow();
    }

    void become(String next) {
      status = next;
      awaiting.clear();
    }

    void tell(String type) {
      version++;
      told.add(type);
    }
  }

  /**
   * What must be answered.
   *
   * @param kept the booking that is answered; absent from refusals
   * @param conflicts the places in the request of items without units
   */
  record Expected(int status, String code, @Nullable Kept kept, List<Integer> conflicts) {
    static Expected ok(Kept kept) {
      return new Expected(200, "", kept, List.of());
    }

    static Expected refused(int status, String code) {
      return new Expected(status, code, null, List.of());
    }
  }

  void add(Place place) {
    places.put(place.id(), place);
  }

  List<Kept> bookings() {
    return bookings;
  }

  Expected show(Person who, Kept booking) {
    return mayTouch(who, booking) ? Expected.ok(booking) : Expected.refused(404, "not-found");
  }

  private static boolean mayTouch(Person who, Kept booking) {
    return who.manages() || who.equals(booking.owner);
  }

  Expected book(Person who, String key, Wish wish) {
    var name = List.of(who.name(), key);
    var used = keys.get(name);
    if (used != null) {
      return used.wish().equals(wish)
          ? new Expected(201, "", used.kept(), List.of())
          : Expected.refused(422, "idempotency-key-reuse");
    }
    var broken = brokenRule(wish.slots());
    if (broken != null) {
      return broken;
    }
    var conflicts = new ArrayList<Integer>();
    var items = choose(wish.slots(), null, conflicts);
    if (!conflicts.isEmpty()) {
      return new Expected(409, "slot-taken", null, conflicts);
    }
    var kept = new Kept(who, wish, items, price(wish.slots()), asks(wish.slots()));
    bookings.add(kept);
    keys.put(name, new Used(wish, kept));
    return new Expected(201, "", kept, List.of());
  }

  private @Nullable Expected brokenRule(List<Slot> slots) {
    if (!places.keySet().containsAll(slots.stream().map(Slot::place).toList())) {
      return Expected.refused(422, "mixed-venues");
    }
    if (slots.stream().anyMatch(slot -> slot.start().isBefore(now))) {
      return Expected.refused(422, "interval-in-past");
    }
    return slots.stream().anyMatch(slot -> slot.units() > place(slot.place()).capacity())
        ? Expected.refused(422, "units-exceed-capacity")
        : null;
  }

  private Place place(String id) {
    return Objects.requireNonNull(places.get(id));
  }

  private long price(List<Slot> slots) {
    return slots.stream()
        .mapToLong(
            slot ->
                slot.units()
                    * place(slot.place()).centsPerHour()
                    * Duration.between(slot.start(), slot.end()).toMinutes()
                    / 60)
        .sum();
  }

  private boolean asks(List<Slot> slots) {
    return slots.stream().anyMatch(slot -> place(slot.place()).asks());
  }

  /** The lowest units that are free, item by item; what an earlier item takes a later one lacks. */
  private List<Taken> choose(List<Slot> slots, @Nullable Kept itself, List<Integer> conflicts) {
    var chosen = new ArrayList<Taken>();
    for (var at = 0; at < slots.size(); at++) {
      var slot = slots.get(at);
      var free =
          IntStream.rangeClosed(1, place(slot.place()).capacity())
              .mapToObj(unit -> new Taken(slot.place(), unit, slot.start(), slot.end()))
              .filter(item -> isFree(item, itself) && chosen.stream().noneMatch(o -> meet(o, item)))
              .limit(slot.units())
              .toList();
      if (free.size() < slot.units()) {
        conflicts.add(at);
      }
      chosen.addAll(free);
    }
    return chosen;
  }

  private boolean isFree(Taken item, @Nullable Kept itself) {
    return bookings.stream()
        .filter(other -> other != itself && other.isActive())
        .flatMap(other -> other.items.stream())
        .noneMatch(other -> meet(other, item));
  }

  private boolean meet(Taken one, Taken other) {
    var buffer = place(one.place()).bufferAfter();
    return one.place().equals(other.place())
        && one.unit() == other.unit()
        && one.start().isBefore(other.end().plus(buffer))
        && other.start().isBefore(one.end().plus(buffer));
  }

  Expected change(Person who, Kept booking, Seen seen, Verb verb) {
    if (verb.managersOnly && !who.manages()) {
      return Expected.refused(403, "forbidden");
    }
    if (!mayTouch(who, booking)) {
      return Expected.refused(404, "not-found");
    }
    if (seen == Seen.NOTHING) {
      return Expected.refused(428, "precondition-required");
    }
    if (hasHappened(verb, booking)) {
      return Expected.ok(booking);
    }
    if (seen == Seen.STALE) {
      return Expected.refused(412, "version-mismatch");
    }
    var refusal = refusal(verb, booking);
    if (!refusal.isEmpty()) {
      return Expected.refused(409, refusal);
    }
    apply(verb, who, booking);
    booking.tell(verb.told);
    return Expected.ok(booking);
  }

  private static boolean hasHappened(Verb verb, Kept booking) {
    return switch (verb) {
      case CONFIRM -> booking.status.equals("CONFIRMED");
      case EXTEND -> false;
      case CANCEL -> booking.status.equals("CANCELLED");
      case APPROVE ->
          booking.status.equals("CONFIRMED")
              || (booking.status.equals("PENDING") && !booking.awaiting.contains("APPROVAL"));
      case DECLINE -> booking.status.equals("DECLINED");
      case CHECK_IN -> booking.status.equals("CHECKED_IN");
      case COMPLETE -> booking.status.equals("COMPLETED");
      case NO_SHOW -> booking.status.equals("NO_SHOW");
    };
  }

  private String refusal(Verb verb, Kept booking) {
    var pending = booking.status.equals("PENDING");
    var confirmed = booking.status.equals("CONFIRMED");
    var asks = booking.awaiting.contains("APPROVAL");
    if (booking.status.equals("EXPIRED")) {
      return "hold-expired";
    }
    return switch (verb) {
      case CONFIRM -> !pending ? "invalid-state" : asks ? "awaiting-approval" : "";
      case EXTEND -> !pending ? "invalid-state" : booking.extensions == 3 ? "hold-limit" : "";
      case CANCEL -> pending || confirmed ? "" : "invalid-state";
      case APPROVE -> pending ? "" : "invalid-state";
      case DECLINE -> pending && asks ? "" : "invalid-state";
      case CHECK_IN -> confirmed ? tooEarly(booking, Duration.ofMinutes(30)) : "invalid-state";
      case COMPLETE ->
          confirmed || booking.status.equals("CHECKED_IN")
              ? tooEarly(booking, Duration.ZERO)
              : "invalid-state";
      case NO_SHOW -> confirmed ? tooEarly(booking, Duration.ZERO) : "invalid-state";
    };
  }

  private String tooEarly(Kept booking, Duration ahead) {
    return now.isBefore(booking.start().minus(ahead)) ? "too-early" : "";
  }

  private static void apply(Verb verb, Person who, Kept booking) {
    switch (verb) {
      case CONFIRM -> booking.become("CONFIRMED");
      case EXTEND -> booking.extensions++;
      case CANCEL -> {
        booking.become("CANCELLED");
        booking.cancelledBy = who.equals(booking.owner) ? "CUSTOMER" : "VENUE";
      }
      case APPROVE -> {
        booking.awaiting.remove("APPROVAL");
        if (booking.awaiting.isEmpty()) {
          booking.become("CONFIRMED");
        }
      }
      case DECLINE -> booking.become("DECLINED");
      case CHECK_IN -> booking.become("CHECKED_IN");
      case COMPLETE -> booking.become("COMPLETED");
      case NO_SHOW -> booking.become("NO_SHOW");
    }
  }

  Expected annotate(Person who, Kept booking, Seen seen, @Nullable String note) {
    if (!mayTouch(who, booking)) {
      return Expected.refused(404, "not-found");
    }
    if (seen == Seen.NOTHING) {
      return Expected.refused(428, "precondition-required");
    }
    if (seen == Seen.STALE) {
      return Expected.refused(412, "version-mismatch");
    }
    if (!Objects.equals(note, booking.note)) {
      booking.note = note;
      booking.tell("booking.noted");
    }
    return Expected.ok(booking);
  }

  Expected move(Person who, Kept booking, Seen seen, List<Slot> slots) {
    if (!mayTouch(who, booking)) {
      return Expected.refused(404, "not-found");
    }
    if (seen == Seen.NOTHING) {
      return Expected.refused(428, "precondition-required");
    }
    var movable = List.of("PENDING", "CONFIRMED").contains(booking.status);
    if (movable && isThere(booking, slots)) {
      return Expected.ok(booking);
    }
    if (seen == Seen.STALE) {
      return Expected.refused(412, "version-mismatch");
    }
    var broken = brokenRule(slots);
    if (broken != null) {
      return broken;
    }
    if (!movable) {
      var code = booking.status.equals("EXPIRED") ? "hold-expired" : "invalid-state";
      return Expected.refused(409, code);
    }
    var conflicts = new ArrayList<Integer>();
    var items = choose(slots, booking, conflicts);
    if (!conflicts.isEmpty()) {
      return new Expected(409, "slot-taken", null, conflicts);
    }
    booking.items = items;
    booking.cents = price(slots);
    booking.tell("booking.rescheduled");
    return Expected.ok(booking);
  }

  private static boolean isThere(Kept booking, List<Slot> slots) {
    var has =
        booking.items.stream()
            .map(item -> List.of(item.place(), item.start(), item.end()))
            .collect(Collectors.groupingBy(item -> item, Collectors.summingInt(_ -> 1)));
    var wants =
        slots.stream()
            .collect(
                Collectors.groupingBy(
                    slot -> List.of(slot.place(), slot.start(), slot.end()),
                    Collectors.summingInt(Slot::units)));
    return has.equals(wants);
  }
}
