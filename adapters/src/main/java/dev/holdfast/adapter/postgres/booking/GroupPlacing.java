package dev.holdfast.adapter.postgres.booking;

import dev.holdfast.adapter.postgres.Bell;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.Lanes;
import dev.holdfast.adapter.postgres.booking.GroupStatements.Wish;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.port.Bookings.Placement.KnownKey;
import dev.holdfast.booking.port.Bookings.Placement.Placed;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.TimeRange;
import io.r2dbc.spi.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * Takes units for many drafts at once, each of which stands or falls by itself. The constraint
 * decides; what is looked up before is only which unit of several to try.
 *
 * <p>Who wins is told at once. Who does not is told why after one more look for all of them: the
 * key was used before, or the unit is taken. Whoever needs more than that, because a lapsed hold is
 * in the way or another unit may be free, is sent to {@link Placing}; so is everyone, when the
 * group as a whole fails, since one of them may be to blame.
 */
final class GroupPlacing implements Lanes.Groups<Seat> {
  private final GroupStatements statements;
  private final Placing placing;
  private final Bell bell;

  GroupPlacing(GroupStatements statements, Placing placing, Bell bell) {
    this.statements = statements;
    this.placing = placing;
    this.bell = bell;
  }

  @Override
  public Mono<Void> write(Connection connection, List<Seat> group) {
    return choose(connection, group)
        .flatMap(choice -> insert(connection, choice))
        .flatMap(lost -> lost.isEmpty() ? Mono.empty() : explain(connection, lost));
  }

  /**
   * @param wishes what to try
   * @param behind seats that want the very slot that one of the wishes wants: of a stampede only
   *     the first is tried
   * @param hopeless seats for which no unit is free, nor can be made free
   */
  private record Choice(List<Wish> wishes, List<Seat> behind, List<Seat> hopeless) {}

  /** The only unit of a resource, for so long. */
  private record Slot(ResourceId resource, TimeRange occupied) {}

  /**
   * Who has got nothing.
   *
   * @param outrun those who tried, or whose like did
   * @param hopeless those for whom there was nothing to try
   */
  private record Lost(List<Seat> outrun, List<Seat> hopeless) {
    boolean isEmpty() {
      return outrun.isEmpty() && hopeless.isEmpty();
    }

    List<Seat> all() {
      return Stream.concat(outrun.stream(), hopeless.stream()).toList();
    }
  }

  /** Where there is one unit there is no choice; otherwise a look shows which ones are free. */
  private Mono<Choice> choose(Connection connection, List<Seat> group) {
    var choosing = group.stream().filter(seat -> seat.claim().capacity() > 1).toList();
    return choosing.isEmpty()
        ? Mono.fromSupplier(() -> choose(group, List.of()))
        : statements.inTheWay(connection, choosing).map(taken -> choose(group, taken));
  }

  private Choice choose(List<Seat> group, List<UnitPicker.Held> taken) {
    var picker = new UnitPicker(taken, false, new Random(0));
    var choice = new Choice(new ArrayList<>(group.size()), new ArrayList<>(), new ArrayList<>());
    var wanted = new HashSet<Slot>();
    for (var seat : group) {
      try {
        var claim = seat.claim();
        if (claim.capacity() == 1 && !wanted.add(new Slot(claim.resource(), claim.occupied()))) {
          choice.behind.add(seat);
        } else {
          choose(seat, picker, choice);
        }
      } catch (RuntimeException defect) {
        seat.tell(defect); // nobody else's
      }
    }
    return choice;
  }

  private void choose(Seat seat, UnitPicker picker, Choice choice) {
    if (seat.claim().capacity() == 1) {
      choice.wishes.add(statements.wish(seat, 1));
      return;
    }
    var chosen = picker.choose(seat.draft().claims());
    if (!chosen.conflicts().isEmpty()) {
      choice.hopeless.add(seat);
    } else if (!chosen.lapsed().isEmpty()) {
      alone(seat);
    } else {
      choice.wishes.add(statements.wish(seat, chosen.units().getFirst().getFirst()));
    }
  }

  private Mono<Lost> insert(Connection connection, Choice choice) {
    if (choice.wishes.isEmpty()) {
      return Mono.just(new Lost(choice.behind, choice.hopeless));
    }
    return statements.insert(connection, choice.wishes).map(won -> tellWinners(choice, won));
  }

  private Lost tellWinners(Choice choice, Set<BookingId> won) {
    var outrun = new ArrayList<>(choice.behind);
    for (var wish : choice.wishes) {
      if (won.contains(wish.booking().id())) {
        wish.seat().tell(new Placed(wish.booking(), wish.kept()));
      } else {
        outrun.add(wish.seat());
      }
    }
    if (!won.isEmpty()) {
      bell.ring();
    }
    return new Lost(outrun, choice.hopeless);
  }

  private Mono<Void> explain(Connection connection, Lost lost) {
    return statements
        .answersTo(connection, lost.all())
        .map(known -> tellKnown(lost, known))
        .flatMap(open -> open.isEmpty() ? Mono.empty() : look(connection, open));
  }

  /** Tells all about whom there is no doubt; the others remain. */
  private List<Seat> tellKnown(Lost lost, Map<BookingId, KnownKey> known) {
    known.forEach(
        (draft, answer) ->
            lost.all().stream()
                .filter(seat -> seat.draft().id().equals(draft))
                .forEach(seat -> seat.tell(answer)));
    lost.hopeless.stream().filter(Seat::waits).forEach(Seat::tellTaken);
    var open = lost.outrun.stream().filter(Seat::waits).toList();
    open.stream().filter(seat -> seat.claim().capacity() > 1).forEach(this::alone);
    return open.stream().filter(Seat::waits).toList();
  }

  private Mono<Void> look(Connection connection, List<Seat> seats) {
    return statements
        .inTheWay(connection, seats)
        .doOnNext(
            taken ->
                seats.forEach(
                    seat -> {
                      if (isTaken(seat, taken)) {
                        seat.tellTaken();
                      } else {
                        alone(seat);
                      }
                    }))
        .then();
  }

  private static boolean isTaken(Seat seat, List<UnitPicker.Held> taken) {
    var claim = seat.claim();
    return taken.stream()
        .anyMatch(
            held ->
                !held.hasLapsed()
                    && held.resource().equals(claim.resource())
                    && held.occupied().overlaps(claim.occupied()));
  }

  /** It has not begun: whoever waits begins it, or nobody does. */
  private void alone(Seat seat) {
    seat.outcome().complete(placing.place(seat.draft(), seat.key(), seat.answer(), seat.actor()));
  }

  @Override
  public void failed(List<Seat> group, Throwable failure) {
    for (var seat : group.stream().filter(Seat::waits).toList()) {
      if (isOneOfThemToBlame(failure)) {
        alone(seat);
      } else {
        seat.tell(failure);
      }
    }
  }

  /**
   * Bad data, a lost race, a lock or a session that was ended: each may go well for the others. It
   * is safe to repeat, as the key commits with the booking. Anything else is an outage.
   */
  private static boolean isOneOfThemToBlame(Throwable failure) {
    var state = Database.sqlState(failure);
    return state != null
        && (state.startsWith("22")
            || state.startsWith("23")
            || state.startsWith("40")
            || state.equals("55P03")
            || state.equals("57P01"));
  }
}
