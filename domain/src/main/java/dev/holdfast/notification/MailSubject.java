package dev.holdfast.notification;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingFacts.Item;
import dev.holdfast.resource.Bookable;
import dev.holdfast.resource.ResourceId;
import java.util.Comparator;
import java.util.Map;

/**
 * The subject of a mail about a booking: what, where and when, and nothing about the person. {@code
 * Confirmed: Court 1 at Riverside Club, Tue 2 Mar 2027, 10:00}.
 */
public final class MailSubject {
  private static final int NAME_MAX = 60;

  private MailSubject() {}

  /**
   * @param places resources by id; what is missing is not named
   */
  public static String of(
      MailTemplate template, BookingFacts booking, Map<ResourceId, Bookable> places) {
    var first = booking.items().stream().min(Comparator.comparing(Item::start)).orElseThrow();
    var place = places.get(new ResourceId(first.resourceId()));
    if (place == null) {
      return template.headline() + ": your booking";
    }
    var others = booking.items().stream().map(Item::resourceId).distinct().count() - 1;
    return "%s: %s%s at %s, %s"
        .formatted(
            template.headline(),
            OneLine.of(place.resource().name(), NAME_MAX),
            others == 0 ? "" : " and " + others + " more",
            OneLine.of(place.venue().name(), NAME_MAX),
            new LocalTimes(place.venue().timeZone()).brief(first.start()));
  }
}
