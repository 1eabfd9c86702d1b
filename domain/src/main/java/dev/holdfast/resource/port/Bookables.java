package dev.holdfast.resource.port;

import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import reactor.core.publisher.Mono;

/**
 * Resources with their venues as they were a few seconds ago at the most, for what is asked before
 * every booking. Whoever changes one forgets it here; changes on other nodes are forgotten as the
 * log tells of them, and after those seconds in any case.
 */
public interface Bookables {
  /** The resource and its venue, or empty when there is none. */
  Mono<Bookable> find(ResourceId id);

  /** The resource has changed: it is read anew when it is asked for next. */
  void forget(ResourceId resource);

  /** The venue has changed: all of its resources are read anew. */
  void forget(VenueId venue);
}
