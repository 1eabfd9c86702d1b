package dev.holdfast.adapter.web;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * How answers are written: instants in UTC to the microsecond, durations without months and years,
 * nulls said aloud. Bodies of requests are not read with it; that is {@link JsonBody}.
 */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().addModule(times()).build();

  private Json() {}

  /** The one mapper for answers; also the application's bean. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** The value as it goes over the wire. */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static JsonNode emptyObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** UTC, and no finer than microseconds: {@code 2027-01-01T10:00:00Z}. */
  public static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).toString();
  }

  /** In the given offset, and no finer than microseconds. */
  public static String text(OffsetDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.truncatedTo(ChronoUnit.MICROS));
  }

  /** Whole days as days, and the rest below them: {@code P1D}, {@code P1DT30M}, {@code PT15M}. */
  public static String text(Duration duration) {
    var days = duration.toDays();
    if (days <= 0) {
      return duration.toString();
    }
    var rest = duration.minusDays(days);
    return "P" + days + "D" + (rest.isZero() ? "" : rest.toString().substring(1));
  }

  private static SimpleModule times() {
    var module = new SimpleModule("holdfast-times");
    add(module, Instant.class, Json::text);
    add(module, OffsetDateTime.class, Json::text);
    add(module, Duration.class, Json::text);
    return module;
  }

  private static <T> void add(SimpleModule module, Class<T> type, Function<T, String> text) {
    module.addSerializer(type, new TextSerializer<>(type, text));
  }

  private static final class TextSerializer<T> extends StdSerializer<T> {
    private final Function<T, String> text;

    TextSerializer(Class<T> type, Function<T, String> text) {
      super(type);
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializationContext context) {
      generator.writeString(text.apply(value));
    }
  }
}
