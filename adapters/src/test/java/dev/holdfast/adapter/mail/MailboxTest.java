package dev.holdfast.adapter.mail;

import static dev.holdfast.notification.NotificationFixtures.aMail;
import static dev.holdfast.notification.NotificationFixtures.anHour;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.CalendarEntry;
import dev.holdfast.notification.Invitation;
import dev.holdfast.notification.Mail;
import dev.holdfast.notification.MailTemplate;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.TimeRange;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class MailboxTest {
  private static final TimeRange HOUR =
      new TimeRange(Instant.parse("2027-03-02T09:00:00Z"), Instant.parse("2027-03-02T10:00:00Z"));
  private final MailTexts texts = new MailTexts();
  private final Mailbox mailbox =
      new Mailbox(
          new MimeMails("no-reply@example.org", texts, (_, _, _, _) -> "BEGIN:<VCALENDAR>"));
  private final MailboxPages pages = new MailboxPages(mailbox, texts);

  @AfterEach
  void close() {
    mailbox.close();
  }

  private static Mail about(String resource) {
    var invitation =
        new Invitation(
            Invitation.Method.REQUEST, new CalendarEntry("u", 1, HOUR), resource, "l", "d");
    return aMail(MailTemplate.CONFIRMED, anHour("Club", resource, invitation));
  }

  @Test
  void anEmptyMailboxSaysSo() {
    assertThat(pages.list()).contains("There are none yet").doesNotContain("<tr>");
  }

  @Test
  void mailsAreListedNewestFirstAndEachCanBeRead() {
    var first = about("Court 1");
    var second = about("Court 2");
    mailbox.send(first).then(mailbox.send(second)).block();
    assertThat(pages.list())
        .containsSubsequence("/actuator/mailbox/" + second.id(), "/actuator/mailbox/" + first.id())
        .contains("ada@example.org");
    assertThat(pages.mail(first.id()).orElseThrow())
        .contains(
            first.subject(),
            "your booking is confirmed. See you there.",
            "BEGIN:&lt;VCALENDAR&gt;",
            "Message-ID: &lt;" + first.id() + "@example.org&gt;");
    assertThat(pages.mail(Ids.next())).isEmpty();
  }

  @Test
  void whatAMailSaysRunsNothingAndLoadsNothing() {
    var mail = about("</iframe><script>alert(1)</script>");
    mailbox.send(mail).block();
    var page = pages.mail(mail.id()).orElseThrow();
    assertThat(page).contains("<iframe sandbox=\"\"").doesNotContain("<script");
    assertThat(page.split("<iframe", -1)).hasSize(2);
    assertThat(page.substring(page.indexOf("srcdoc=\"") + 8, page.indexOf("</iframe>")))
        .doesNotContain("<");
  }

  @Test
  void theSameOnceMoreReplacesTheFirst() {
    var mail = about("Court");
    mailbox.send(mail).then(mailbox.send(mail)).block();
    assertThat(mailbox.all()).hasSize(1);
  }

  @Test
  void onlyTheNewestAreKept() {
    var first = about("Court");
    mailbox
        .send(first)
        .thenMany(
            Flux.range(0, Mailbox.SIZE)
                .concatMap(_ -> mailbox.send(aMail(MailTemplate.WELCOME, null))))
        .blockLast();
    assertThat(mailbox.all()).hasSize(Mailbox.SIZE);
    assertThat(mailbox.find(first.id())).isEmpty();
  }
}
