package dev.holdfast.adapter.postgres.notification;

import dev.holdfast.adapter.postgres.Column;
import dev.holdfast.adapter.postgres.VenueKey;
import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.Notification;
import dev.holdfast.notification.port.Notifications.Claimed;
import dev.holdfast.shared.UserId;
import io.r2dbc.spi.Readable;

/** Rows of {@code notifications} as what they mean. */
final class NotificationRows {
  /** The columns that {@link #notification} needs. */
  static final String COLUMNS =
      """
      n.id, n.user_id, n.venue_id, n.aggregate_id, n.version, n.template, n.subject, n.status,
        n.due_at, n.created_at, n.sent_at
      """;

  private NotificationRows() {}

  static Notification notification(Readable row) {
    return new Notification(
        Column.uuid(row, "id"),
        new UserId(Column.uuid(row, "user_id")),
        VenueKey.read(row),
        Column.uuid(row, "aggregate_id"),
        Column.number(row, "version"),
        MailTemplate.valueOf(Column.text(row, "template")),
        Column.text(row, "subject"),
        Notification.Status.valueOf(Column.text(row, "status")),
        Column.instant(row, "due_at"),
        Column.instant(row, "created_at"),
        Column.instantOrNull(row, "sent_at"));
  }

  /** Reads {@code claim} and {@code attempts} too. */
  static Claimed claimed(Readable row) {
    return new Claimed(
        notification(row), Column.uuid(row, "claim"), Column.of(row, "attempts", Integer.class));
  }
}
