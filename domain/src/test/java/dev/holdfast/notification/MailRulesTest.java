package dev.holdfast.notification;

import static dev.holdfast.booking.BookingFixtures.NOW;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.notification.MailTemplate.CANCELLED;
import static dev.holdfast.notification.MailTemplate.CONFIRMED;
import static dev.holdfast.notification.MailTemplate.DECLINED;
import static dev.holdfast.notification.MailTemplate.REMINDER;
import static dev.holdfast.notification.MailTemplate.RESCHEDULED;
import static dev.holdfast.notification.NotificationFixtures.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.Status;
import dev.holdfast.notification.MailRules.Planned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When which mail. The booking begins at ten on 1 March; it is a month before. */
class MailRulesTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final MailRules RULES = new MailRules(DAY, MailRules.NEWS_FOR);
  private static final Planned REMINDED = new Planned(REMINDER, TEN.minus(DAY));
  private static final BookingFacts FIRM = BookingFacts.of(aBooking().booking());
  private static final BookingFacts HELD = as(FIRM, Status.PENDING, 1);

  private static List<Planned> mails(
      String type, @Nullable BookingFacts before, BookingFacts after) {
    return RULES.of("booking." + type, NOW, before, after, NOW);
  }

  private static Planned atOnce(MailTemplate template) {
    return new Planned(template, null);
  }

  private static BookingFacts then(Status status) {
    return as(FIRM, status, 2);
  }

  @Test
  void whatIsFirmAtOnceIsConfirmedAndReminded() {
    assertThat(mails("created", null, FIRM)).containsExactly(atOnce(CONFIRMED), REMINDED);
  }

  @Test
  void aHoldTellsNobodyAnything() {
    assertThat(mails("created", null, HELD)).isEmpty();
    assertThat(mails("extended", HELD, then(Status.PENDING))).isEmpty();
    assertThat(mails("approved", HELD, then(Status.PENDING))).isEmpty();
    assertThat(mails("rescheduled", HELD, then(Status.PENDING))).isEmpty();
    assertThat(mails("expired", HELD, then(Status.EXPIRED))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirmed", "approved", "paid"})
  void aHoldIsConfirmedByWhateverMakesItFirm(String type) {
    assertThat(mails(type, HELD, then(Status.CONFIRMED)))
        .containsExactly(atOnce(CONFIRMED), REMINDED);
  }

  @Test
  void whatWasFirmAlreadyIsNotConfirmedAgain() {
    assertThat(mails("noted", FIRM, then(Status.CONFIRMED))).isEmpty();
  }

  @Test
  void aMoveIsToldAndRemindedOfAnew() {
    assertThat(mails("rescheduled", FIRM, then(Status.CONFIRMED)))
        .containsExactly(atOnce(RESCHEDULED), REMINDED);
  }

  @Test
  void everyCancellationIsToldAndSoIsARefusedApproval() {
    assertThat(mails("cancelled", FIRM, then(Status.CANCELLED))).containsExactly(atOnce(CANCELLED));
    assertThat(mails("cancelled", HELD, then(Status.CANCELLED))).containsExactly(atOnce(CANCELLED));
    assertThat(mails("declined", HELD, then(Status.DECLINED))).containsExactly(atOnce(DECLINED));
  }

  @ParameterizedTest
  @EnumSource(names = {"CHECKED_IN", "COMPLETED", "NO_SHOW"})
  void whatHappensAtTheVenueIsNotTold(Status status) {
    assertThat(mails("whatever", FIRM, then(status))).isEmpty();
  }

  @Test
  void nobodyIsRemindedOfWhatBeginsSoonerThanARemindersTime() {
    var due = TEN.minus(DAY);
    assertThat(confirmedAt(due.minusNanos(1000))).containsExactly(atOnce(CONFIRMED), REMINDED);
    assertThat(confirmedAt(due)).containsExactly(atOnce(CONFIRMED));
    assertThat(confirmedAt(due.plusNanos(1000))).containsExactly(atOnce(CONFIRMED));
  }

  private static List<Planned> confirmedAt(Instant now) {
    return RULES.of("booking.created", now, null, FIRM, now);
  }

  @Test
  void whatHappenedADayAgoIsNoNewsButItsReminderIsStillToCome() {
    assertThat(RULES.of("booking.created", NOW.minus(DAY).plusNanos(1000), null, FIRM, NOW))
        .containsExactly(atOnce(CONFIRMED), REMINDED);
    assertThat(RULES.of("booking.created", NOW.minus(DAY), null, FIRM, NOW))
        .containsExactly(REMINDED);
    assertThat(RULES.of("booking.cancelled", NOW.minus(DAY), FIRM, then(Status.CANCELLED), NOW))
        .isEmpty();
  }

  @Test
  void remindersAreOutdatedByAMoveAndByWhateverEndsBeingFirm() {
    assertThat(MailRules.outdatesReminders("booking.rescheduled", FIRM)).isTrue();
    assertThat(MailRules.outdatesReminders("booking.cancelled", then(Status.CANCELLED))).isTrue();
    assertThat(MailRules.outdatesReminders("booking.checked_in", then(Status.CHECKED_IN))).isTrue();
    assertThat(MailRules.outdatesReminders("booking.noted", FIRM)).isFalse();
  }
}
