package dev.holdfast.notification;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.BookingFacts.Item;
import dev.holdfast.booking.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which event is worth which mail.
 *
 * <p>What has happened is told while it is news: an event that is older than {@code newsFor}, as
 * all are when the log is read from its beginning again, is not mailed any more. A reminder is
 * about what is to come, so it is made however old the event is.
 *
 * @param reminderBefore how long before the first start people are reminded
 * @param newsFor how long after it has happened something is still told
 */
public record MailRules(Duration reminderBefore, Duration newsFor) {
  /** How long something is news unless said otherwise. */
  public static final Duration NEWS_FOR = Duration.ofHours(24);

  /**
   * A mail to be sent.
   *
   * @param dueAt absent: at once
   */
  public record Planned(MailTemplate template, @Nullable Instant dueAt) {}

  /** Whether what happened then is still told. */
  public boolean isNews(Instant occurredAt, Instant now) {
    return occurredAt.isAfter(now.minus(newsFor));
  }

  /**
   * The mails about an event of a booking.
   *
   * <p>Whether a booking has become firm is told by its status alone, by whatever it came about: at
   * once, by confirmation, by the venue's approval or by payment. A hold that moves tells nobody
   * anything yet. A hold that runs out is not told of: it was left, or is being taken again right
   * now.
   *
   * @param type {@code booking.confirmed}
   * @param before the booking before it; absent when there was none
   */
  public List<Planned> of(
      String type,
      Instant occurredAt,
      @Nullable BookingFacts before,
      BookingFacts after,
      Instant now) {
    var news = news(type, before, after);
    var planned = new ArrayList<Planned>();
    if (news != null && isNews(occurredAt, now)) {
      planned.add(new Planned(news, null));
    }
    if (news == MailTemplate.CONFIRMED || news == MailTemplate.RESCHEDULED) {
      var due = start(after).minus(reminderBefore);
      if (due.isAfter(now)) {
        planned.add(new Planned(MailTemplate.REMINDER, due));
      }
    }
    return planned;
  }

  private static @Nullable MailTemplate news(
      String type, @Nullable BookingFacts before, BookingFacts after) {
    if (after.status() == Status.CONFIRMED) {
      if (before == null || before.status() != Status.CONFIRMED) {
        return MailTemplate.CONFIRMED;
      }
      return isMove(type) ? MailTemplate.RESCHEDULED : null;
    }
    return switch (type) {
      case "booking.cancelled" -> MailTemplate.CANCELLED;
      case "booking.declined" -> MailTemplate.DECLINED;
      default -> null;
    };
  }

  /** Whether reminders of what the booking was before the event are about nothing any more. */
  public static boolean outdatesReminders(String type, BookingFacts after) {
    return after.status() != Status.CONFIRMED || isMove(type);
  }

  private static boolean isMove(String type) {
    return type.equals("booking.rescheduled");
  }

  /** When the first item of a booking begins. */
  public static Instant start(BookingFacts booking) {
    return booking.items().stream().map(Item::start).min(Comparator.naturalOrder()).orElseThrow();
  }
}
