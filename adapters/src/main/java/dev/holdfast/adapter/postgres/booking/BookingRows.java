package dev.holdfast.adapter.postgres.booking;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.booking.Awaiting;
import dev.holdfast.booking.Booking;
import dev.holdfast.booking.BookingId;
import dev.holdfast.booking.BookingItem;
import dev.holdfast.booking.CancelledBy;
import dev.holdfast.booking.Status;
import dev.holdfast.resource.ResourceId;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.Sealed;
import dev.holdfast.shared.TimeRange;
import dev.holdfast.shared.UserId;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bookings out of joined rows: one row per item, the rows of one booking beside each other. */
final class BookingRows {
  /** The columns that {@link #read} needs, of bookings as b joined with booking_items as i. */
  static final String COLUMNS =
      """
      b.venue_id, b.id, b.user_id, b.status, b.total_amount, b.currency, b.hold_until, b.awaiting,
      b.extensions, b.note, b.cancelled_by, b.cancel_reason, b.cancellation_policy::text AS policy, b.version,
      b.created_at, b.updated_at,
      i.id AS item_id, i.resource_id, i.unit_no, i.start_at, i.end_at,
      lower(i.occupied) AS occupied_from, upper(i.occupied) AS occupied_to, i.price
      """;

  private final PolicyJson policies;

  BookingRows(PolicyJson policies) {
    this.policies = policies;
  }

  /** One row: a booking with the one item of the row. */
  Booking read(Readable row) {
    var currency = Currency.getInstance(Column.text(row, "currency"));
    var cancelledBy = row.get("cancelled_by", String.class);
    return new Booking(
        new BookingId(Column.uuid(row, "id")),
        new VenueId(Column.uuid(row, "venue_id")),
        new UserId(Column.uuid(row, "user_id")),
        Status.valueOf(Column.text(row, "status")),
        List.of(item(row, currency)),
        Money.of(Column.of(row, "total_amount", BigDecimal.class), currency),
        Column.instantOrNull(row, "hold_until"),
        Arrays.stream(Column.of(row, "awaiting", String[].class))
            .map(Awaiting::valueOf)
            .collect(Collectors.toSet()),
        Column.of(row, "extensions", Integer.class),
        sealed(row.get("note", String.class)),
        cancelledBy == null ? null : CancelledBy.valueOf(cancelledBy),
        sealed(row.get("cancel_reason", String.class)),
        policies.read(Column.text(row, "policy")),
        Column.number(row, "version"),
        Column.instant(row, "created_at"),
        Column.instant(row, "updated_at"));
  }

  /** Rows of one booking become that booking, in the order in which they came. */
  static List<Booking> merge(List<Booking> rows) {
    var merged = new ArrayList<Booking>();
    for (var from = 0; from < rows.size(); ) {
      var to = from + 1;
      while (to < rows.size() && rows.get(to).id().equals(rows.get(from).id())) {
        to++;
      }
      merged.add(rows.get(from).withItems(items(rows.subList(from, to))));
      from = to;
    }
    return merged;
  }

  private static List<BookingItem> items(List<Booking> rows) {
    return rows.stream().flatMap(row -> row.items().stream()).toList();
  }

  private static BookingItem item(Readable row, Currency currency) {
    return new BookingItem(
        Column.uuid(row, "item_id"),
        new ResourceId(Column.uuid(row, "resource_id")),
        Column.of(row, "unit_no", Integer.class),
        new TimeRange(Column.instant(row, "start_at"), Column.instant(row, "end_at")),
        new TimeRange(Column.instant(row, "occupied_from"), Column.instant(row, "occupied_to")),
        Money.of(Column.of(row, "price", BigDecimal.class), currency));
  }

  private static @Nullable Sealed sealed(@Nullable String ciphertext) {
    return ciphertext == null ? null : new Sealed(ciphertext);
  }
}
