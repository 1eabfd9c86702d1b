package dev.holdfast.adapter.web;

import dev.holdfast.shared.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The JSON object of a request, read strictly. Each field is asked for by name and type; what was
 * never asked for is unknown and refused. Failures are collected, and {@link #as} and {@link #form}
 * refuse with all of one kind: first the shape (400), then the rules (422).
 *
 * <p>While a body is read, a failed field yields a stand-in. A function that builds checked values
 * from it may throw: as long as there are failures, they are answered and its exception is not.
 */
public final class JsonBody extends JsonFields {
  private static final UUID NO_ID = new UUID(0, 0);
  private static final Currency NO_CURRENCY = Currency.getInstance("EUR");

  private JsonBody(Failures failures, String pointer, JsonNode node) {
    super(failures, pointer, node);
  }

  @Override
  JsonBody inner(String pointer, JsonNode node) {
    return new JsonBody(failures, pointer, node);
  }

  /** The object in the body of a request. */
  public static Mono<JsonBody> read(ServerRequest request) {
    return BodyBytes.json(request).map(JsonBody::parse);
  }

  /** As {@link #read}, or an object without fields when there is no body. */
  public static Mono<JsonBody> readOptional(ServerRequest request) {
    return BodyBytes.optionalJson(request)
        .map(bytes -> bytes.length == 0 ? root(Json.emptyObject()) : parse(bytes));
  }

  /** The bare array in the body of a request; ask for {@link #elements}. */
  public static Mono<JsonBody> readArray(ServerRequest request) {
    return BodyBytes.json(request).map(JsonBody::parseArray);
  }

  /** The object in these bytes, such as a line of NDJSON. */
  public static JsonBody parse(byte[] bytes) {
    var root = JsonReader.read(bytes);
    if (!root.isObject()) {
      throw malformed("The body must be a JSON object.");
    }
    return root(root);
  }

  private static JsonBody parseArray(byte[] bytes) {
    var root = JsonReader.read(bytes);
    if (!root.isArray()) {
      throw malformed("The body must be a JSON array.");
    }
    return root(root);
  }

  private static JsonBody root(JsonNode node) {
    return new JsonBody(Failures.ofBody(), "", node);
  }

  /** What the function reads; refused with 400 or 422 when anything is wrong. */
  public <T> T as(Function<? super JsonBody, ? extends T> reader) {
    return this.<T>form(reader).value();
  }

  /** What the function reads; refused with 400 at once, and with 422 when the form is used. */
  public <T> Form<T> form(Function<? super JsonBody, ? extends T> reader) {
    T value = null;
    try {
      value = reader.apply(this);
    } catch (RuntimeException unreadable) {
      endedEarly();
      failures.checkShape();
      if (!failures.any() || isAnotherRefusal(unreadable)) {
        throw unreadable;
      }
    }
    checkShape();
    return new Form<>(value, failures.ruleProblem());
  }

  // What a reader finds wrong with a header is not the body's and goes before the body's rules.
  private static boolean isAnotherRefusal(RuntimeException failure) {
    return failure instanceof ProblemException refused
        && refused.problem().status() != HttpStatus.UNPROCESSABLE_CONTENT;
  }

  /** Refuses what has failed so far; for those who read without {@link #as} or {@link #form}. */
  public void check() {
    checkShape();
    failures.check();
  }

  private void checkShape() {
    noteUnknown();
    failures.checkShape();
  }

  /** SHA-256 over the whole body in canonical form; equal JSON has equal hashes. */
  public byte[] hash() {
    return CanonicalJson.hash(node);
  }

  /** Whether the field is there, with null or a value. */
  public boolean has(String name) {
    ask(name);
    return node.has(name);
  }

  /** One line of text, without control, invisible or direction-changing characters. */
  public Field<String> text(String name, int min, int max) {
    return ruled(name, text -> TextRules.broken(text, min, max, false));
  }

  /** As {@link #text}, but newlines and tabs are welcome. */
  public Field<String> lines(String name, int min, int max) {
    return ruled(name, text -> TextRules.broken(text, min, max, true));
  }

  /** Text of any characters, such as a password or a token. */
  public Field<String> anyText(String name, int min, int max) {
    return ruled(name, text -> TextRules.lengthBroken(text, min, max));
  }

  /** RFC 3339 with any offset, kept to the nanosecond. */
  public Field<Instant> instant(String name) {
    return formatted(
        name, Instant.EPOCH, Formats::instant, "invalid-timestamp", "is not RFC 3339 with offset");
  }

  /** ISO 8601 without months and years, within bounds. */
  public Field<Duration> duration(String name, Duration min, Duration max) {
    return formatted(
            name,
            min,
            Formats::duration,
            "invalid-format",
            "is not an ISO 8601 duration without months and years")
        .where(
            value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
            "must be " + Json.text(min) + " to " + Json.text(max));
  }

  public Field<LocalTime> localTime(String name) {
    return formatted(
        name, LocalTime.MIDNIGHT, Formats::localTime, "invalid-format", "is not a time as 09:00");
  }

  public Field<LocalDate> localDate(String name) {
    return formatted(
        name, LocalDate.EPOCH, Formats::localDate, "invalid-format", "is not a date as 2027-01-31");
  }

  public Field<UUID> uuid(String name) {
    return formatted(name, NO_ID, Formats::uuid, "invalid-format", "is not a UUID");
  }

  /** A time zone by its IANA name. */
  public Field<ZoneId> zone(String name) {
    return chosen(name, ZoneId.of("UTC"), Formats::zone, "is not a time zone we know");
  }

  /** An ISO 4217 code. */
  public Field<Currency> currency(String name) {
    return chosen(name, NO_CURRENCY, Formats::currency, "is not a currency we know");
  }

  /** One of the constants of an enum, by its exact name. */
  public <E extends Enum<E>> Field<E> oneOf(String name, Class<E> type) {
    var constants = type.getEnumConstants();
    return chosen(
        name,
        constants[0],
        text -> {
          for (var constant : constants) {
            if (constant.name().equals(text)) {
              return constant;
            }
          }
          return null;
        },
        "must be one of " + List.of(constants));
  }

  public Field<Boolean> bool(String name) {
    return field(name, false, values::bool);
  }

  public Field<Integer> integer(String name, int min, int max) {
    return field(name, min, values::wholeNumber)
        .where(value -> value >= min && value <= max, "must be " + min + " to " + max);
  }

  /** A decimal number in a string, with as many digits as it was written with. */
  public Field<BigDecimal> decimal(String name) {
    return field(name, BigDecimal.ZERO, values::decimal);
  }

  /** Money as an object of its own: {@code {"amount":"120.00","currency":"EUR"}}, not negative. */
  public Field<Money> money(String name) {
    return this.<Money>field(
        name,
        Money.zero(NO_CURRENCY),
        (value, place) ->
            values.expect(value.isObject(), place, "an object")
                ? nested(value, place, JsonBody::moneyHere)
                : null);
  }

  /** Money whose {@code amount} and {@code currency} are fields of this very object. */
  public Money moneyHere() {
    var currency = currency("currency");
    var amount = decimal("amount");
    var known = currency.optional();
    amount.where(value -> value.signum() >= 0, "must not be negative");
    currency.required();
    var value = amount.required();
    if (known == null) {
      return Money.zero(NO_CURRENCY);
    }
    if (amount.optional() != null && value.scale() != known.getDefaultFractionDigits()) {
      failures.shape(
          place("amount"),
          "invalid-format",
          "must have exactly " + known.getDefaultFractionDigits() + " digits after the point");
      return Money.zero(known);
    }
    return Money.of(value, known);
  }

  /** An object inside this one. */
  public <T> Field<T> object(String name, Function<? super JsonBody, ? extends T> reader) {
    return this.<T>field(
        name,
        null,
        (value, place) ->
            values.expect(value.isObject(), place, "an object")
                ? nested(value, place, reader)
                : null);
  }

  /** An array of objects. */
  public <T> Field<List<T>> list(
      String name, int min, int max, Function<? super JsonBody, ? extends T> reader) {
    return this.<List<T>>field(
        name, List.of(), (value, place) -> elements(value, place, min, max, reader));
  }

  /** An array of texts, each as {@link #text}. */
  public Field<List<String>> texts(String name, int min, int max, int lengthMax) {
    return this.<List<String>>field(
        name,
        List.of(),
        (value, place) ->
            each(
                value,
                place,
                min,
                max,
                (element, at) ->
                    values.string(element, at, t -> TextRules.broken(t, 1, lengthMax, false))));
  }

  /** The objects of a body that is a bare array. */
  public <T> List<T> elements(int min, int max, Function<? super JsonBody, ? extends T> reader) {
    var elements = this.<T>elements(node, pointer, min, max, reader);
    return elements == null ? List.of() : elements;
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(HttpStatus.BAD_REQUEST, "malformed-body", detail);
  }
}
