package dev.holdfast.booking.usecase;

import dev.holdfast.booking.BookingView;
import dev.holdfast.booking.RequestKey;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.bus.Command;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes slots for the actor.
 *
 * @param items 1..100
 * @param hold whether the actor will confirm later
 * @param expectedTotal refuse unless it costs exactly this; absent: whatever it costs
 * @param answer makes the answer to be kept under the key and to be given again to a retry
 */
public record BookSlots(
    Actor actor,
    List<Item> items,
    boolean hold,
    @Nullable String note,
    @Nullable Money expectedTotal,
    RequestKey key,
    Function<BookingView, String> answer)
    implements Command<BookSlots.Answer> {

  public BookSlots {
    items = List.copyOf(items);
  }

  @Override
  public Permission permission() {
    return Permission.BOOKING_CREATE;
  }

  /** One requested item; that its end comes after its start is a rule, not a given. */
  public record Item(ResourceId resource, Instant start, Instant end, int units) {}

  /**
   * @param text what the command's {@code answer} made, now or the first time
   * @param replayed whether it is given again
   */
  public record Answer(String text, boolean replayed) {}
}
