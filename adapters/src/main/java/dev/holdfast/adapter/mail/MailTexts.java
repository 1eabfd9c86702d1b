package dev.holdfast.adapter.mail;

import dev.holdfast.notification.LocalTimes;
import dev.holdfast.notification.Mail;
import dev.holdfast.notification.MailedBooking;
import dev.holdfast.notification.MailedBooking.Line;
import dev.holdfast.notification.OneLine;
import dev.holdfast.shared.Money;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * The words of a mail, from templates in Thymeleaf, in English. They are given plain values only.
 * The HTML escapes whatever it is given and needs nothing from elsewhere; in the plain text, where
 * nothing can be escaped, a value is one line.
 */
public final class MailTexts {
  private static final String FOLDER = "dev/holdfast/adapter/mail/";

  private final TemplateEngine html = engine("html/", ".html", TemplateMode.HTML);
  private final TemplateEngine text = engine("text/", ".txt", TemplateMode.TEXT);

  private static TemplateEngine engine(String folder, String suffix, TemplateMode mode) {
    var resolver = new ClassLoaderTemplateResolver(MailTexts.class.getClassLoader());
    resolver.setPrefix(FOLDER + folder);
    resolver.setSuffix(suffix);
    resolver.setTemplateMode(mode);
    resolver.setCharacterEncoding("UTF-8");
    resolver.setCacheable(true);
    var engine = new TemplateEngine();
    engine.setTemplateResolver(resolver);
    return engine;
  }

  /** The same in both forms. */
  public record Texts(String text, String html) {}

  /** The mail in words. May read files the first time. */
  public Texts of(Mail mail) {
    var context = new Context(Locale.ENGLISH, values(mail));
    var name = mail.template().text();
    return new Texts(text.process(name, context), html.process(name, context));
  }

  /** The page of a list of mails, or of one of them. */
  String page(String name, Map<String, Object> values) {
    return html.process(name, new Context(Locale.ENGLISH, values));
  }

  private static Map<String, Object> values(Mail mail) {
    var values = new HashMap<String, Object>();
    values.put("title", mail.subject());
    values.put("firstName", OneLine.of(mail.to().firstName()));
    var booking = mail.booking();
    if (booking != null) {
      values.put("booking", values(booking));
    }
    return values;
  }

  private static Map<String, Object> values(MailedBooking booking) {
    var times = new LocalTimes(booking.zone());
    var values = new HashMap<String, Object>();
    values.put("id", booking.id().toString());
    values.put("venue", OneLine.of(booking.venue()));
    values.put("lines", lines(booking.lines(), times));
    values.put("before", lines(booking.linesBefore(), times));
    values.put("total", money(booking.total()));
    values.put("isByVenue", booking.isByVenue());
    values.put("reason", reason(booking.reason()));
    return values;
  }

  private static String reason(@Nullable String reason) {
    return reason == null ? "" : OneLine.of(reason);
  }

  private static List<Map<String, String>> lines(List<Line> lines, LocalTimes times) {
    return lines.stream()
        .map(line -> Map.of("what", what(line), "when", times.full(line.range())))
        .toList();
  }

  private static String what(Line line) {
    var name = OneLine.of(line.resource());
    return line.units() == 1 ? name : name + ", " + line.units() + " units";
  }

  /** {@code EUR 1,200.00}; nothing for what costs nothing. */
  private static String money(Money money) {
    if (money.minorUnits() == 0) {
      return "";
    }
    var format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ENGLISH));
    var digits = money.currency().getDefaultFractionDigits();
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return money.currency().getCurrencyCode() + " " + format.format(money.amount());
  }
}
