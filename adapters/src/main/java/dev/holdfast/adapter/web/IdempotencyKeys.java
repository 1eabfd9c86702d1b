package dev.holdfast.adapter.web;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads the {@code Idempotency-Key} header: one of it, 1..255 visible ASCII characters. */
public final class IdempotencyKeys {
  /** The name of the header. */
  public static final String HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

  private IdempotencyKeys() {}

  /** The key; 400 when it is missing or malformed. Ask after the body's shape. */
  public static String required(ServerRequest request) {
    return optional(request)
        .orElseThrow(
            () ->
                refused(
                    "idempotency-key-missing", "This request needs an Idempotency-Key header."));
  }

  /** The key if there is one; 400 when it is malformed. */
  public static Optional<String> optional(ServerRequest request) {
    var lines = request.headers().header(HEADER);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    if (lines.size() > 1 || !KEY.matcher(lines.getFirst()).matches()) {
      throw refused(
          "idempotency-key-invalid",
          "Idempotency-Key must be sent once, with 1 to 255 visible ASCII characters.");
    }
    return Optional.of(lines.getFirst());
  }

  /** A key that travels elsewhere than in the header; 400 when it is missing or malformed. */
  public static String checked(@Nullable String key) {
    if (key == null) {
      throw refused("idempotency-key-missing", "Each line needs a key.");
    }
    if (!KEY.matcher(key).matches()) {
      throw refused("idempotency-key-invalid", "A key has 1 to 255 visible ASCII characters.");
    }
    return key;
  }

  private static ProblemException refused(String code, String detail) {
    return new ProblemException(HttpStatus.BAD_REQUEST, code, detail);
  }
}
