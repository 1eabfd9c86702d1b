package dev.holdfast.adapter.mail;

import static dev.holdfast.notification.NotificationFixtures.aMail;
import static dev.holdfast.notification.NotificationFixtures.anHour;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.booking.CalendarEntry;
import dev.holdfast.notification.Invitation;
import dev.holdfast.notification.Invitation.Method;
import dev.holdfast.notification.Mail;
import dev.holdfast.notification.MailTemplate;
import dev.holdfast.shared.TimeRange;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MimeMailsTest {
  private final MimeMails mails =
      new MimeMails(
          "Riverside <no-reply@example.org>",
          new MailTexts(),
          (invitation, organizer, attendee, _) ->
              "%s %s %s".formatted(invitation.entry().uid(), organizer, attendee));

  private static Invitation invitation(Method method, String uid) {
    var hour =
        new TimeRange(Instant.parse("2027-03-02T09:00:00Z"), Instant.parse("2027-03-02T10:00:00Z"));
    return new Invitation(method, new CalendarEntry(uid, 1, hour), "s", "l", "d");
  }

  /** As it goes over the wire, and read back from there. */
  private MimeMessage sent(Mail mail) throws Exception {
    var session = Session.getInstance(new Properties());
    return new MimeMessage(session, new ByteArrayInputStream(bytes(mail)));
  }

  private byte[] bytes(Mail mail) throws Exception {
    var bytes = new ByteArrayOutputStream();
    mails.message(mail).writeTo(bytes);
    return bytes.toByteArray();
  }

  private static List<String> types(MimeMultipart parts) throws Exception {
    var types = new ArrayList<String>();
    for (var index = 0; index < parts.getCount(); index++) {
      types.add(parts.getBodyPart(index).getContentType().replaceAll(";\\s+", ";"));
    }
    return types;
  }

  @Test
  void aMailIsAlternativesAndTheFilesForTheCalendar() throws Exception {
    var booking =
        anHour("Club", "Court", invitation(Method.REQUEST, "a"), invitation(Method.CANCEL, "b"));
    var message = sent(aMail(MailTemplate.RESCHEDULED, booking));
    var mixed = (MimeMultipart) message.getContent();
    assertThat(mixed.getContentType()).startsWith("multipart/mixed");
    var alternatives = (MimeMultipart) mixed.getBodyPart(0).getContent();
    assertThat(alternatives.getContentType()).startsWith("multipart/alternative");
    assertThat(types(alternatives))
        .containsExactly(
            "text/plain;charset=UTF-8",
            "text/html;charset=UTF-8",
            "text/calendar;charset=UTF-8;method=REQUEST");
    assertThat(types(mixed).subList(1, 3))
        .containsExactly(
            "text/calendar;charset=UTF-8;method=REQUEST;name=booking.ics",
            "text/calendar;charset=UTF-8;method=CANCEL;name=booking-2.ics");
    var file = mixed.getBodyPart(2);
    assertThat(file.getFileName()).isEqualTo("booking-2.ics");
    assertThat(file.getDisposition()).isEqualTo("attachment");
    assertThat(new String(file.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("b no-reply@example.org ada@example.org");
  }

  @Test
  void withoutAnInvitationThereAreOnlyTheAlternatives() throws Exception {
    var parts = (MimeMultipart) sent(aMail(MailTemplate.WELCOME, null)).getContent();
    assertThat(types(parts)).containsExactly("text/plain;charset=UTF-8", "text/html;charset=UTF-8");
  }

  @Test
  void theMessageIdIsMadeFromTheNotificationSoThatDoublesAreSeen() throws Exception {
    var mail = aMail(MailTemplate.WELCOME, null);
    assertThat(sent(mail).getMessageID()).isEqualTo("<" + mail.id() + "@example.org>");
    assertThat(sent(mail).getMessageID()).isEqualTo(sent(mail).getMessageID());
  }

  @Test
  void noNameBecomesAHeader() throws Exception {
    var it = aMail(MailTemplate.CONFIRMED, anHour("Club", "Court"));
    var hostile = "Ünter\r\nBcc: all@example.org\r\n\r\n<b>body</b>\u2028\u0085";
    var mail =
        new Mail(
            it.id(),
            it.template(),
            hostile,
            new Mail.Addressee("ada@example.org", hostile, "\nX-Evil: 1"),
            it.booking(),
            it.at());
    var message = sent(mail);
    assertThat(Collections.list(message.getAllHeaders()))
        .extracting(header -> header.getName())
        .containsExactlyInAnyOrder(
            "Date",
            "From",
            "To",
            "Message-ID",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted");
    assertThat(message.getSubject()).isEqualTo("Ünter Bcc: all@example.org <b>body</b>");
    assertThat(message.getAllRecipients()).hasSize(1);
    var to = (InternetAddress) message.getAllRecipients()[0];
    assertThat(to.getAddress()).isEqualTo("ada@example.org");
    assertThat(to.getPersonal()).isEqualTo("Ünter Bcc: all@example.org <b>body</b> X-Evil: 1");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
  }

  @Test
  void noLineIsLongerThanMailServersTake() throws Exception {
    var booking = anHour("Club " + "x".repeat(190), "ä".repeat(200));
    var text = new String(bytes(aMail(MailTemplate.CONFIRMED, booking)), StandardCharsets.UTF_8);
    assertThat(text.split("\r\n")).allSatisfy(line -> assertThat(line.length()).isLessThan(998));
    assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
  }

  @Test
  void whatIsNoAddressIsNobodyToSendFrom() {
    for (var from : List.of("", "nobody", "a@x.org, b@x.org", "A <a@x.org", "a@x.org\r\nBcc: b")) {
      assertThatThrownBy(() -> new MimeMails(from, new MailTexts(), (_, _, _, _) -> ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
