package dev.holdfast.adapter.postgres.booking;

import dev.holdfast.booking.BookingDraft.Claim;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingRejection.Conflict;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.TimeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Chooses units for the claims of one booking from what is free at a glance. It may be wrong the
 * moment after: the constraint has the last word.
 */
final class UnitPicker {
  private final Map<Unit, List<Held>> held = new HashMap<>();
  private final RandomGenerator random;
  private final boolean spread;

  /**
   * @param spread whether to choose among the free units at random: what a loser of a race does, so
   *     that the losers do not meet again at the next unit
   */
  UnitPicker(List<Held> taken, boolean spread, RandomGenerator random) {
    for (var one : taken) {
      held.computeIfAbsent(new Unit(one.resource(), one.unit()), _ -> new ArrayList<>()).add(one);
    }
    this.spread = spread;
    this.random = random;
  }

  /**
   * A unit that is taken for a stretch.
   *
   * @param hasLapsed whether it is a hold that has run out and may be expired
   */
  record Held(
      ResourceId resource, int unit, TimeRange occupied, BookingId booking, boolean hasLapsed) {}

  private record Unit(ResourceId resource, int unit) {}

  /**
   * @param units for each claim its unit numbers; shorter than asked for where there is a conflict
   * @param lapsed bookings that must be expired to make the choice possible
   */
  record Choice(List<List<Integer>> units, Set<BookingId> lapsed, List<Conflict> conflicts) {}

  /** Chooses for all claims; what an earlier claim takes is not free for a later one. */
  Choice choose(List<Claim> claims) {
    var units = new ArrayList<List<Integer>>();
    var lapsed = new LinkedHashSet<BookingId>();
    var conflicts = new ArrayList<Conflict>();
    for (var claim : claims) {
      var chosen = choose(claim, lapsed);
      units.add(chosen);
      if (chosen.size() < claim.units()) {
        conflicts.add(new Conflict(claim.item(), claim.resource(), claim.range()));
      }
    }
    return new Choice(units, lapsed, conflicts);
  }

  private List<Integer> choose(Claim claim, Set<BookingId> lapsed) {
    var free = new ArrayList<Integer>();
    var freed = new ArrayList<Integer>();
    for (var unit = 1; unit <= claim.capacity(); unit++) {
      var inTheWay = inTheWay(claim, unit);
      if (inTheWay.isEmpty()) {
        free.add(unit);
        if (!spread && free.size() == claim.units()) {
          break;
        }
      } else if (inTheWay.stream().allMatch(Held::hasLapsed)) {
        freed.add(unit);
      }
    }
    if (spread) {
      Collections.shuffle(free, random);
    }
    free.addAll(freed);
    var chosen = free.subList(0, Math.min(claim.units(), free.size())).stream().sorted().toList();
    for (var unit : chosen) {
      inTheWay(claim, unit).forEach(one -> lapsed.add(one.booking()));
      take(claim, unit);
    }
    return chosen;
  }

  private List<Held> inTheWay(Claim claim, int unit) {
    return held.getOrDefault(new Unit(claim.resource(), unit), List.of()).stream()
        .filter(one -> one.occupied().overlaps(claim.occupied()))
        .toList();
  }

  private void take(Claim claim, int unit) {
    var key = new Unit(claim.resource(), unit);
    var others = held.computeIfAbsent(key, _ -> new ArrayList<>());
    others.removeIf(one -> one.hasLapsed() && one.occupied().overlaps(claim.occupied()));
    others.add(new Held(claim.resource(), unit, claim.occupied(), OWN, false));
  }

  /** Stands for the booking that is being made, in its own way. */
  private static final BookingId OWN = new BookingId(new UUID(0, 0));
}
