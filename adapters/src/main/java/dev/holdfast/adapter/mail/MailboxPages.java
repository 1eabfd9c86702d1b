package dev.holdfast.adapter.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * The mailbox as pages to be looked at in a browser. What a mail says is shown in a frame of its
 * own that may run nothing, load nothing and go nowhere.
 */
public final class MailboxPages {
  /** What these pages may do, as {@code Content-Security-Policy}: look like something, no more. */
  public static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final Mailbox mailbox;
  private final MailTexts templates;

  public MailboxPages(Mailbox mailbox, MailTexts templates) {
    this.mailbox = mailbox;
    this.templates = templates;
  }

  /** All mails, the newest first. */
  public String list() {
    var mails = mailbox.all().stream().map(MailboxPages::line).toList();
    return templates.page("mailbox", Map.of("mails", mails, "size", Mailbox.SIZE));
  }

  private static Map<String, String> line(Mailbox.Kept mail) {
    return Map.of(
        "id", mail.id().toString(),
        "to", mail.to(),
        "subject", mail.subject(),
        "at", TIME.format(mail.at()));
  }

  /** One mail in all its parts, or empty when it is not here (any more). */
  public Optional<String> mail(UUID id) {
    return mailbox.find(id).map(mail -> templates.page("mailbox-mail", values(mail)));
  }

  private static Map<String, Object> values(Mailbox.Kept mail) {
    try {
      var session = Session.getInstance(new Properties());
      var bytes = mail.raw().getBytes(StandardCharsets.ISO_8859_1);
      var message = new MimeMessage(session, new ByteArrayInputStream(bytes));
      var values = new HashMap<String, Object>(line(mail));
      values.put("headers", headers(mail.raw()));
      values.put("html", "");
      values.put("text", "");
      var calendars = new ArrayList<String>();
      collect(message, values, calendars);
      values.put("calendars", List.copyOf(calendars));
      return values;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (MessagingException failure) {
      throw new IllegalStateException("not a mail", failure);
    }
  }

  private static void collect(Part part, Map<String, Object> values, List<String> calendars)
      throws MessagingException, IOException {
    if (part.getContent() instanceof MimeMultipart parts) {
      for (var index = 0; index < parts.getCount(); index++) {
        collect(parts.getBodyPart(index), values, calendars);
      }
    } else if (part.isMimeType("text/html")) {
      values.put("html", part.getContent());
    } else if (part.isMimeType("text/plain")) {
      values.put("text", part.getContent());
    } else if (part.getFileName() != null) {
      calendars.add(new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String headers(String mail) {
    var end = mail.indexOf("\r\n\r\n");
    return end < 0 ? mail : mail.substring(0, end);
  }
}
