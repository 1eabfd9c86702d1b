package dev.holdfast.feed;

import dev.holdfast.resource.VenueId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param types each a type, or all that begin like one: {@code booking.*}; empty for every type
 * @param venueId absent for every venue and for what belongs to none
 */
public record EventFilter(List<String> types, @Nullable VenueId venueId) {
  /** Every event. */
  public static final EventFilter NONE = new EventFilter(List.of(), null);

  private static final String ALL = ".*";

  public EventFilter {
    types = List.copyOf(types);
  }

  /** Whether this event is wanted. */
  public boolean wants(LoggedEvent event) {
    return (types.isEmpty() || types.stream().anyMatch(type -> covers(type, event.type())))
        && (venueId == null || venueId.equals(event.venueId()));
  }

  private static boolean covers(String wanted, String type) {
    return wanted.endsWith(ALL)
        ? type.startsWith(wanted.substring(0, wanted.length() - 1))
        : type.equals(wanted);
  }
}
