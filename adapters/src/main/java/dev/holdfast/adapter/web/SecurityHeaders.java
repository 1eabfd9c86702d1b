package dev.holdfast.adapter.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;

/** Headers that every answer carries, also one that no handler has seen. */
final class SecurityHeaders {
  /** Name of the header that a page of ours (the documentation) may set for itself. */
  static final String CSP = "Content-Security-Policy";

  /** The policy of everything that is not a page. */
  static final String CSP_NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** For every answer, whatever the handler says. */
  static final Map<String, String> ALWAYS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Strict-Transport-Security", "max-age=31536000; includeSubDomains");

  /** Answers are personal unless their handler says otherwise. */
  static final String NO_STORE = "no-store";

  private SecurityHeaders() {}

  /** Sets them all, on an answer that is no page and personal. */
  static HttpHeaders onAnyAnswer(HttpHeaders headers) {
    ALWAYS.forEach(headers::set);
    return headers.set(CSP, CSP_NOTHING).set(HttpHeaderNames.CACHE_CONTROL, NO_STORE);
  }
}
