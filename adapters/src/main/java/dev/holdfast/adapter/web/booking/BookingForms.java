package dev.holdfast.adapter.web.booking;

import dev.holdfast.adapter.web.Field;
import dev.holdfast.adapter.web.JsonBody;
import dev.holdfast.booking.usecase.BookSlots;
import dev.holdfast.resource.ResourceId;
import java.util.List;

/** Parts of bodies that several requests about bookings have. */
final class BookingForms {
  private static final int ITEMS_MAX = 100;
  private static final int UNITS_MAX = 10_000;
  private static final int TEXT_MAX = 2_000;

  private BookingForms() {}

  /** The slots that are wanted. */
  static List<BookSlots.Item> items(JsonBody body) {
    return body.list("items", 1, ITEMS_MAX, BookingForms::item).required();
  }

  private static BookSlots.Item item(JsonBody item) {
    return new BookSlots.Item(
        new ResourceId(item.uuid("resourceId").required()),
        item.instant("start").required(),
        item.instant("end").required(),
        item.integer("units", 1, UNITS_MAX).orElse(1));
  }

  /** What people write on bookings. */
  static Field<String> text(JsonBody body, String name) {
    return body.lines(name, 0, TEXT_MAX);
  }
}
