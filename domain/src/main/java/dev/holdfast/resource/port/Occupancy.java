package dev.holdfast.resource.port;

import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.TimeRange;
import java.util.List;
import reactor.core.publisher.Mono;

/** Which units of a resource are taken when. */
public interface Occupancy {
  /**
   * What takes units inside the range, buffers included, by start; neighbours of one unit may come
   * as one. Holds that have lapsed by the database's clock take nothing.
   *
   * @return rejected as {@link dev.holdfast.resource.ResourceRejection.TooManySlots} when it is
   *     more than one answer may look through
   */
  Mono<List<Taken>> taken(VenueId venue, ResourceId resource, TimeRange within);

  /** One unit, taken for a stretch that may reach beyond the range asked about. */
  record Taken(int unit, TimeRange occupied) {}
}
