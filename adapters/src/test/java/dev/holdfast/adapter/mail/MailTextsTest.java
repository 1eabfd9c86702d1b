package dev.holdfast.adapter.mail;

import static dev.holdfast.notification.NotificationFixtures.VIENNA;
import static dev.holdfast.notification.NotificationFixtures.aMail;
import static dev.holdfast.notification.NotificationFixtures.anHour;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notification.Mail;
import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.MailedBooking;
import dev.holdfast.notification.MailedBooking.Line;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Money;
import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailTextsTest {
  private static final String WHEN =
      "Tuesday, 2 March 2027, 10:00 to 11:00 (Europe/Vienna, UTC+01:00)";
  private static final MailTexts TEXTS = new MailTexts();

  private static MailTexts.Texts texts(MailTemplate template) {
    return TEXTS.of(aMail(template, anHour("Riverside Club", "Court 1")));
  }

  private static MailedBooking ended(boolean isByVenue, @Nullable String reason) {
    var it = anHour("Riverside Club", "Court 1");
    return new MailedBooking(
        it.id(),
        it.venue(),
        it.zone(),
        it.lines(),
        List.of(),
        it.total(),
        isByVenue,
        reason,
        List.of());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WELCOME")
  void everyMailAboutABookingTellsWhatWhereWhenAndHowMuchInBothForms(MailTemplate template) {
    var texts = texts(template);
    for (var text : List.of(texts.text(), texts.html())) {
      assertThat(text)
          .contains("Hello", "Ada", "Court 1", "Riverside Club", WHEN, "EUR 2,400.00")
          .doesNotContain(" th:", "[#", "[(", "[/]", "null", "${");
    }
    assertThat(texts.html())
        .startsWith("<!DOCTYPE html>")
        .contains("<title>" + template.headline())
        .doesNotContain("<img", "<script", "http://", "https://", "<link", "url(");
    assertThat(texts.text()).doesNotContain("<", "&");
  }

  @Test
  void theTextIsLaidOutAsALetter() {
    assertThat(texts(MailTemplate.CONFIRMED).text())
        .matches(
            """
            Hello Ada,

            your booking is confirmed. See you there.

              Court 1
              %s

            At Riverside Club
            Total: EUR 2,400.00
            Booking [0-9a-f-]{36}

            The attached file puts it into your calendar.

            --
            This mail was sent by itself; answers are not read.
            """
                .formatted(WHEN.replaceAll("[()+]", "\\\\$0")));
  }

  @Test
  void aWelcomeIsForThePersonAlone() {
    var texts = TEXTS.of(aMail(MailTemplate.WELCOME, null));
    assertThat(texts.text()).contains("Hello Ada", "your account is ready");
    assertThat(texts.html()).contains("Hello <span>Ada</span>", "Welcome to Holdfast");
  }

  @Test
  void aMoveTellsWhereItWasToo() {
    var it = anHour("Riverside Club", "Court 2");
    var before = anHour("Riverside Club", "Court 1").lines();
    var moved =
        new MailedBooking(
            it.id(), it.venue(), VIENNA, it.lines(), before, it.total(), false, null, List.of());
    var texts = TEXTS.of(aMail(MailTemplate.RESCHEDULED, moved));
    for (var text : List.of(texts.text(), texts.html())) {
      assertThat(text).containsSubsequence("Court 2", "no longer at this time", "Court 1");
    }
  }

  @Test
  void whoHasCancelledIsToldAndWhyWhereSomethingWasSaid() {
    var byVenue = TEXTS.of(aMail(MailTemplate.CANCELLED, ended(true, "The roof leaks & drips")));
    assertThat(byVenue.text()).contains("had to be cancelled", "Reason: The roof leaks & drips");
    assertThat(byVenue.html()).contains("had to be cancelled", "The roof leaks &amp; drips");
    var byPerson = TEXTS.of(aMail(MailTemplate.CANCELLED, ended(false, null)));
    assertThat(byPerson.text()).contains("as you wished").doesNotContain("Reason");
    assertThat(byPerson.html()).contains("as you wished").doesNotContain("Reason");
  }

  @Test
  void whatPeopleWroteIsShownAndNeverRun() {
    var hostile = "<script>alert(1)</script>\"'><img src=x>\r\nBcc: all@example.org";
    var booking =
        new MailedBooking(
            Ids.next(),
            hostile,
            VIENNA,
            List.of(new Line(hostile, 1, anHour("", "").lines().getFirst().range())),
            List.of(new Line(hostile, 1, anHour("", "").lines().getFirst().range())),
            new Money(100, Currency.getInstance("EUR")),
            true,
            hostile,
            List.of());
    for (var template : MailTemplate.values()) {
      var it = aMail(template, booking);
      var mail =
          new Mail(
              it.id(),
              template,
              hostile,
              new Mail.Addressee("a@example.org", hostile, hostile),
              booking,
              it.at());
      var texts = TEXTS.of(mail);
      assertThat(texts.html()).doesNotContain("<script", "<img", "\"'>").contains("&lt;script&gt;");
      assertThat(texts.text()).contains("<img src=x> Bcc:").doesNotContain("\r", "\nBcc");
    }
  }

  @Test
  void timesAreRightWhenTheClockIsSetAndMoneyHasTheDigitsOfItsCurrency() {
    var range =
        new TimeRange(Instant.parse("2027-10-31T00:30:00Z"), Instant.parse("2027-10-31T01:30:00Z"));
    var booking =
        new MailedBooking(
            Ids.next(),
            "Club",
            VIENNA,
            List.of(new Line("Kayaks", 3, range)),
            List.of(),
            new Money(9000, Currency.getInstance("JPY")),
            false,
            null,
            List.of());
    assertThat(TEXTS.of(aMail(MailTemplate.CONFIRMED, booking)).text())
        .contains(
            "Kayaks, 3 units",
            "Sunday, 31 October 2027, 02:30 (UTC+02:00) to 02:30 (UTC+01:00), Europe/Vienna",
            "Total: JPY 9,000\n");
  }

  @Test
  void whatCostsNothingHasNoTotal() {
    var it = anHour("Club", "Court");
    var free =
        new MailedBooking(
            it.id(),
            it.venue(),
            VIENNA,
            it.lines(),
            List.of(),
            new Money(0, Currency.getInstance("EUR")),
            false,
            null,
            List.of());
    var texts = TEXTS.of(aMail(MailTemplate.REMINDER, free));
    assertThat(texts.text() + texts.html()).doesNotContain("Total");
  }
}
