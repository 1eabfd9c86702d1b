package dev.holdfast.adapter.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The query and path parameters of a request, read strictly. Each is asked for by name and type;
 * {@link #check} then refuses whatever is unknown, repeated, missing or badly formed, all at once,
 * with 400 {@code invalid-parameter}.
 */
public final class QueryParams {
  private static final UUID NO_ID = new UUID(0, 0);

  private final Failures failures = Failures.ofParameters();
  private final Map<String, List<String>> given = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Map<String, String> path;

  private QueryParams(Map<String, String> path) {
    this.path = path;
  }

  /** The parameters of this request. Every handler asks for them: an unknown one is refused. */
  public static QueryParams of(ServerRequest request) {
    var params = new QueryParams(request.pathVariables());
    params.parse(request.exchange().getRequest().getURI().getRawQuery());
    return params;
  }

  /** Refuses every parameter of a request that takes none. */
  public static void none(ServerRequest request) {
    of(request).check();
  }

  /** An id in the path; checked at once, together with nothing else. */
  public static UUID id(ServerRequest request, String name) {
    var params = of(request);
    var id = params.pathId(name);
    params.check();
    return id;
  }

  private void parse(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return;
    }
    for (var pair : query.split("&", -1)) {
      var equals = pair.indexOf('=');
      var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (name == null || value == null) {
        failures.shape("/query", "invalid-parameter", "is not percent-encoded UTF-8");
      } else {
        given.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
  }

  /** Refuses what has failed, and what was never asked for. */
  public void check() {
    for (var name : given.keySet()) {
      if (!asked.contains(name)) {
        failures.shape(place(name), "invalid-parameter", "is not known here");
      }
    }
    failures.check();
  }

  /** A UUID in the path. */
  public UUID pathId(String name) {
    var place = "/path/" + name;
    var id = Formats.uuid(path.getOrDefault(name, ""));
    if (id == null) {
      failures.shape(place, "invalid-parameter", "is not a UUID");
      return NO_ID;
    }
    return id;
  }

  public Field<UUID> uuid(String name) {
    return read(name, NO_ID, Formats::uuid, "is not a UUID");
  }

  /** RFC 3339 with offset; a plus sign that was not percent-encoded is understood. */
  public Field<Instant> instant(String name) {
    return read(
        name,
        Instant.EPOCH,
        text -> Formats.instant(text.replace(' ', '+')),
        "is not RFC 3339 with offset");
  }

  public Field<Duration> duration(String name, Duration min, Duration max) {
    return read(
            name, min, Formats::duration, "is not an ISO 8601 duration without months and years")
        .where(
            value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
            "must be " + Json.text(min) + " to " + Json.text(max));
  }

  public Field<ZoneId> zone(String name) {
    return read(name, ZoneId.of("UTC"), Formats::zone, "is not a time zone we know");
  }

  public Field<Integer> integer(String name, int min, int max) {
    return read(name, min, QueryParams::wholeNumber, "is not a whole number")
        .where(value -> value >= min && value <= max, "must be " + min + " to " + max);
  }

  private static @Nullable Integer wholeNumber(String text) {
    return text.matches("-?(?:0|[1-9]\\d{0,17})")
        ? (Integer) Math.clamp(Long.parseLong(text), Integer.MIN_VALUE, Integer.MAX_VALUE)
        : null;
  }

  public Field<Boolean> bool(String name) {
    return read(
        name,
        false,
        text ->
            switch (text) {
              case "true" -> Boolean.TRUE;
              case "false" -> Boolean.FALSE;
              default -> null;
            },
        "must be true or false");
  }

  /** One of the constants of an enum, by its exact name. */
  public <E extends Enum<E>> Field<E> oneOf(String name, Class<E> type) {
    return read(
        name,
        type.getEnumConstants()[0],
        text -> constant(type, text),
        "must be one of " + List.of(type.getEnumConstants()));
  }

  /** Several constants of an enum, separated by commas. */
  public <E extends Enum<E>> Field<List<E>> someOf(String name, Class<E> type) {
    return read(
        name,
        List.of(),
        text -> {
          var all = new ArrayList<E>();
          for (var part : text.split(",", -1)) {
            var constant = constant(type, part);
            if (constant == null) {
              return null;
            }
            all.add(constant);
          }
          return all;
        },
        "must be some of " + List.of(type.getEnumConstants()) + ", separated by commas");
  }

  private static <E extends Enum<E>> @Nullable E constant(Class<E> type, String text) {
    for (var constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    return null;
  }

  /** One line of text. */
  public Field<String> text(String name, int min, int max) {
    return read(
        name,
        "",
        text -> TextRules.broken(text, min, max, false) == null ? text : null,
        "must be a text of " + min + " to " + max + " characters");
  }

  /** Texts separated by commas, none of them empty. */
  public Field<List<String>> texts(String name, int max) {
    return read(
        name,
        List.of(),
        text -> {
          var parts = List.of(text.split(",", -1));
          var good =
              parts.size() <= max
                  && parts.stream().allMatch(part -> TextRules.broken(part, 1, 200, false) == null);
          return good ? parts : null;
        },
        "must be 1 to " + max + " texts, separated by commas");
  }

  /**
   * A form of its own; null from the format is a failure.
   *
   * @param standIn may be absent where the parameter is never required
   */
  public <T> Field<T> read(
      String name, @Nullable T standIn, Function<String, @Nullable T> format, String message) {
    asked.add(name);
    var place = place(name);
    var values = given.get(name);
    if (values == null) {
      return Field.missing(failures, place, standIn);
    }
    if (values.size() > 1) {
      failures.shape(place, codeOf(name), "is given more than once");
      return Field.read(failures, place, null, standIn);
    }
    var value = format.apply(values.getFirst());
    if (value == null) {
      failures.shape(place, codeOf(name), message);
    }
    return Field.read(failures, place, value, standIn);
  }

  /** A failure that only the handler can see, such as {@code to} before {@code from}. */
  public void refuse(String name, String message) {
    failures.shape(place(name), "invalid-parameter", message);
  }

  private static String codeOf(String name) {
    return name.equals("cursor") ? "invalid-cursor" : "invalid-parameter";
  }

  private static String place(String name) {
    return "/query/" + JsonReader.escaped(name);
  }

  private static @Nullable String decoded(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw.replace('+', ' ');
    }
    var bytes = new ByteArrayOutputStream(raw.length());
    for (var i = 0; i < raw.length(); i++) {
      var c = raw.charAt(i);
      if (c == '%') {
        if (i + 2 >= raw.length()) {
          return null;
        }
        var high = Character.digit(raw.charAt(i + 1), 16);
        var low = Character.digit(raw.charAt(i + 2), 16);
        if (high < 0 || low < 0) {
          return null;
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.writeBytes((c == '+' ? " " : String.valueOf(c)).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
