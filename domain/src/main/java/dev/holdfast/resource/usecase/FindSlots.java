package dev.holdfast.resource.usecase;

import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.Slot;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.bus.Query;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When is a resource free?
 *
 * @param within at most {@link #RANGE_MAX} long; slots begin and end inside
 * @param length absent: the resource's shortest
 */
public record FindSlots(
    Actor actor, ResourceId resource, TimeRange within, @Nullable Duration length)
    implements Query<List<Slot>> {
  public static final Duration RANGE_MAX = Duration.ofDays(62);

  public FindSlots {
    if (within.length().compareTo(RANGE_MAX) > 0) {
      throw new IllegalArgumentException("too long a range: " + within);
    }
  }

  @Override
  public Permission permission() {
    return Permission.CATALOGUE_READ;
  }

  Duration lengthOr(Duration shortest) {
    return length == null ? shortest : length;
  }
}
