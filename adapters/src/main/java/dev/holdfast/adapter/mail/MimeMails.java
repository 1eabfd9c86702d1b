package dev.holdfast.adapter.mail;

import dev.holdfast.notification.Invitation;
import dev.holdfast.notification.Mail;
import dev.holdfast.notification.MailRefused;
import dev.holdfast.notification.OneLine;
import dev.holdfast.notification.port.Invitations;
import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/**
 * Mails as they go over the wire: text and HTML as alternatives of each other, and of the first
 * invitation, which is how mail programs find it (RFC 6047 §4); and each invitation as a file, for
 * those that do not look there.
 */
public final class MimeMails {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final int SUBJECT_MAX = 250;

  private final InternetAddress from;
  private final MailTexts texts;
  private final Invitations invitations;

  /**
   * @param from who mails and invitations come from: {@code no-reply@example.org} or {@code Example
   *     <no-reply@example.org>}
   * @throws IllegalArgumentException when that is no address
   */
  public MimeMails(String from, MailTexts texts, Invitations invitations) {
    this.from = address(from);
    this.texts = texts;
    this.invitations = invitations;
  }

  private static InternetAddress address(String text) {
    try {
      var addresses = InternetAddress.parse(text, true);
      if (addresses.length == 1 && addresses[0].getAddress().indexOf('@') > 0) {
        return addresses[0];
      }
    } catch (AddressException _) {
      // told below
    }
    throw new IllegalArgumentException("is not one mail address");
  }

  /** The mail, ready to be sent. May take its time. */
  MimeMessage message(Mail mail, Session session) throws MessagingException {
    var message = new OneMessage(session, "<%s@%s>".formatted(mail.id(), domain()));
    message.setFrom(from);
    message.setRecipient(RecipientType.TO, recipient(mail.to()));
    message.setSubject(OneLine.of(mail.subject(), SUBJECT_MAX), UTF_8);
    message.setSentDate(Date.from(mail.at()));
    // Keeps other machines from answering (RFC 3834).
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setContent(content(mail));
    message.saveChanges();
    return message;
  }

  /** Outside of any session. */
  MimeMessage message(Mail mail) throws MessagingException {
    return message(mail, Session.getInstance(new Properties()));
  }

  private String domain() {
    var address = from.getAddress();
    return address.substring(address.lastIndexOf('@') + 1);
  }

  private static InternetAddress recipient(Mail.Addressee to) {
    try {
      var address = new InternetAddress(to.email(), true);
      address.setPersonal(OneLine.of(to.firstName() + " " + to.lastName()), UTF_8);
      return address;
    } catch (AddressException | UnsupportedEncodingException _) {
      throw new MailRefused("no address"); // the exception would quote it
    }
  }

  private MimeMultipart content(Mail mail) throws MessagingException {
    var words = texts.of(mail);
    var alternatives = new MimeMultipart("alternative");
    alternatives.addBodyPart(text(words.text(), "plain"));
    alternatives.addBodyPart(text(words.html(), "html"));
    var calendars = calendars(mail);
    if (calendars.isEmpty()) {
      return alternatives;
    }
    alternatives.addBodyPart(calendars.getFirst().inline());
    var mixed = new MimeMultipart("mixed");
    var first = new MimeBodyPart();
    first.setContent(alternatives);
    mixed.addBodyPart(first);
    for (var calendar : calendars) {
      mixed.addBodyPart(calendar.attached());
    }
    return mixed;
  }

  private List<CalendarFile> calendars(Mail mail) {
    var booking = mail.booking();
    if (booking == null) {
      return List.of();
    }
    var files = new ArrayList<CalendarFile>();
    for (var invitation : booking.invitations()) {
      var number = files.isEmpty() ? "" : "-" + (files.size() + 1);
      files.add(
          new CalendarFile(
              invitation.method(),
              "booking" + number + ".ics",
              invitations.text(invitation, from.getAddress(), mail.to().email(), mail.at())));
    }
    return files;
  }

  private static MimeBodyPart text(String text, String subtype) throws MessagingException {
    var part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    return part;
  }

  private record CalendarFile(Invitation.Method method, String name, String text) {
    MimeBodyPart inline() throws MessagingException {
      return part("");
    }

    MimeBodyPart attached() throws MessagingException {
      var part = part("; name=\"" + name + "\"");
      part.setDisposition(MimeBodyPart.ATTACHMENT);
      part.setFileName(name);
      return part;
    }

    private MimeBodyPart part(String parameter) throws MessagingException {
      var type = "text/calendar; charset=UTF-8; method=%s%s".formatted(method.name(), parameter);
      var part = new MimeBodyPart();
      part.setDataHandler(
          new DataHandler(new ByteArrayDataSource(text.getBytes(StandardCharsets.UTF_8), type)));
      part.setHeader("Content-Type", type);
      return part;
    }
  }

  /** Carries an id of ours, where the library would make one up. */
  private static final class OneMessage extends MimeMessage {
    private final String id;

    OneMessage(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
