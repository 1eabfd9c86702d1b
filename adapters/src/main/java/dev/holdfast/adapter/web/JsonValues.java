package dev.holdfast.adapter.web;

import java.math.BigDecimal;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads single JSON values without any coercion; each answers null once it has noted a failure. The
 * last parameter but one is always the JSON pointer of the value.
 */
final class JsonValues {
  private static final int INTEGER_DIGITS_MAX = 15;
  private static final int DECIMAL_LENGTH_MAX = 40;
  private static final Pattern DECIMAL = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?");

  private final Failures failures;

  JsonValues(Failures failures) {
    this.failures = failures;
  }

  /** Notes a failure unless the value is of the type that it must be. */
  boolean expect(boolean isOfType, String place, String type) {
    if (!isOfType) {
      failures.shape(place, "malformed-body", "must be " + type);
    }
    return isOfType;
  }

  @Nullable Boolean bool(JsonNode value, String place) {
    return expect(value.isBoolean(), place, "a boolean") ? value.booleanValue() : null;
  }

  // Beyond 32 bits the number still reads well and breaks the bounds; beyond 64 it cannot be read.
  @Nullable Integer wholeNumber(JsonNode value, String place) {
    if (!expect(value.isNumber() && value.decimalValue().scale() == 0, place, "a whole number")) {
      return null;
    }
    var number = value.decimalValue().toBigInteger();
    if (number.bitLength() > 63) {
      failures.shape(place, "number-out-of-range", "is too large a number");
      return null;
    }
    return Math.clamp(number.longValueExact(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** A decimal number in a string: {@code "120.00"}. */
  @Nullable BigDecimal decimal(JsonNode value, String place) {
    if (!expect(value.isString(), place, "a string")) {
      return null;
    }
    var text = value.stringValue();
    if (text.length() > DECIMAL_LENGTH_MAX || !DECIMAL.matcher(text).matches()) {
      failures.shape(place, "invalid-format", "is not a decimal number as 120.00");
      return null;
    }
    var decimal = new BigDecimal(text);
    if (decimal.precision() - decimal.scale() > INTEGER_DIGITS_MAX) {
      failures.shape(place, "number-out-of-range", "is too large a number");
      return null;
    }
    return decimal;
  }

  /** A string that keeps a rule; the rule answers what is wrong, or null. */
  @Nullable String string(JsonNode value, String place, Function<String, @Nullable String> rule) {
    if (!expect(value.isString(), place, "a string")) {
      return null;
    }
    var text = value.stringValue();
    var broken = rule.apply(text);
    if (broken != null) {
      failures.rule(place, broken);
      return null;
    }
    return text;
  }

  /** A string in a format; one that cannot be read is a failure of shape. */
  <T> @Nullable T formatted(
      JsonNode value,
      String place,
      Function<String, @Nullable T> format,
      String code,
      String message) {
    if (!expect(value.isString(), place, "a string")) {
      return null;
    }
    var read = format.apply(value.stringValue());
    if (read == null) {
      failures.shape(place, code, message);
    }
    return read;
  }

  /** A string that names one of the things we know; an unknown name breaks a rule. */
  <T> @Nullable T chosen(
      JsonNode value, String place, Function<String, @Nullable T> choice, String message) {
    if (!expect(value.isString(), place, "a string")) {
      return null;
    }
    var read = choice.apply(value.stringValue());
    if (read == null) {
      failures.rule(place, message);
    }
    return read;
  }
}
