package dev.holdfast.adapter.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The written forms of the contract, read strictly: each answers null for what it cannot read. */
final class Formats {
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final Pattern DURATION =
      Pattern.compile(
          "P(?:(\\d{1,6})W|(?=[\\dT])(?:(\\d{1,7})D)?"
              + "(?:T(?=\\d)(?:(\\d{1,9})H)?(?:(\\d{1,10})M)?"
              + "(?:(\\d{1,12})(?:\\.(\\d{1,9}))?S)?)?)");
  private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(?::\\d{2})?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private Formats() {}

  /** RFC 3339 with an offset, years 0001 to 9999, to the nanosecond; no leap second, no 24:00. */
  static @Nullable Instant instant(String text) {
    var length = text.length();
    if (length < 20
        || length > 35
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || (text.charAt(10) | 0x20) != 't'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    var at = 19;
    var nanos = 0;
    if (text.charAt(at) == '.') {
      var begin = ++at;
      while (at < length && isDigit(text.charAt(at))) {
        at++;
      }
      var digits = at - begin;
      if (digits < 1 || digits > 9) {
        return null;
      }
      nanos = number(text, begin, at);
      for (var i = digits; i < 9; i++) {
        nanos *= 10;
      }
    }
    var offset = offsetSeconds(text, at);
    if (offset == null) {
      return null;
    }
    try {
      var local =
          LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19),
              nanos);
      var instant = Instant.ofEpochSecond(local.toEpochSecond(ZoneOffset.UTC) - offset, nanos);
      return instant.isBefore(FIRST) || instant.isAfter(LAST) ? null : instant;
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static @Nullable Integer offsetSeconds(String text, int at) {
    var left = text.length() - at;
    if (left == 1 && (text.charAt(at) | 0x20) == 'z') {
      return 0;
    }
    if (left != 6 || text.charAt(at + 3) != ':') {
      return null;
    }
    var sign = text.charAt(at);
    var hours = number(text, at + 1, at + 3);
    var minutes = number(text, at + 4, at + 6);
    if ((sign != '+' && sign != '-') || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return null;
    }
    var seconds = hours * 3600 + minutes * 60;
    return sign == '+' ? seconds : -seconds;
  }

  /** The digits from begin to end, or -1 (which no date has) when there is anything else. */
  private static int number(String text, int begin, int end) {
    var number = 0;
    for (var i = begin; i < end; i++) {
      var c = text.charAt(i);
      if (!isDigit(c)) {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** ISO 8601 without months, years and signs: weeks alone, or days and a time of day. */
  static @Nullable Duration duration(String text) {
    var parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    var fraction = parts.group(6) == null ? "0" : (parts.group(6) + "00000000").substring(0, 9);
    return Duration.ofDays(7 * count(parts.group(1)) + count(parts.group(2)))
        .plusHours(count(parts.group(3)))
        .plusMinutes(count(parts.group(4)))
        .plusSeconds(count(parts.group(5)))
        .plusNanos(Long.parseLong(fraction));
  }

  private static long count(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** The canonical form of 36 characters, in either case. */
  static @Nullable UUID uuid(String text) {
    if (text.length() != 36) {
      return null;
    }
    for (var i = 0; i < 36; i++) {
      var c = text.charAt(i);
      var hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
        return null;
      }
    }
    return UUID.fromString(text);
  }

  /** {@code 09:00} or {@code 09:00:00}. */
  static @Nullable LocalTime localTime(String text) {
    try {
      return TIME.matcher(text).matches() ? LocalTime.parse(text) : null;
    } catch (DateTimeException _) {
      return null;
    }
  }

  /** {@code 2027-01-31}. */
  static @Nullable LocalDate localDate(String text) {
    try {
      var date = DATE.matcher(text).matches() ? LocalDate.parse(text) : null;
      return date == null || date.getYear() < 1 ? null : date;
    } catch (DateTimeException _) {
      return null;
    }
  }

  /** A zone of the IANA database, by its name. */
  static @Nullable ZoneId zone(String text) {
    return ZONES.contains(text) ? ZoneId.of(text) : null;
  }

  /** An ISO 4217 code with a defined number of digits. */
  static @Nullable Currency currency(String text) {
    try {
      var currency = Currency.getInstance(text);
      return currency.getDefaultFractionDigits() < 0 ? null : currency;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
