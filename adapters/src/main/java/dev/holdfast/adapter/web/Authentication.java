package dev.holdfast.adapter.web;

import dev.holdfast.shared.Actor;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Settles who asks, from the one {@code Authorization} header (RFC 6750). */
final class Authentication {
  private static final String ACTOR = Authentication.class.getName() + ".actor";
  private static final String SCHEME = "Bearer";

  private final Callers callers;

  Authentication(Callers callers) {
    this.callers = callers;
  }

  /** The actor of the request; the anonymous one only where that is enough. */
  Mono<Actor> settle(ServerRequest request, boolean anonymousIsEnough) {
    var origin = EdgeFilter.origin(request.exchange());
    var lines = request.headers().header(HttpHeaders.AUTHORIZATION);
    if (lines.isEmpty()) {
      return anonymousIsEnough ? Mono.just(Actor.anonymous(origin)) : Mono.error(missing());
    }
    if (lines.size() > 1) {
      return Mono.error(
          new ProblemException(
              HttpStatus.BAD_REQUEST, "malformed-header", "Authorization must be sent once."));
    }
    var line = lines.getFirst();
    if (!line.regionMatches(true, 0, SCHEME + " ", 0, SCHEME.length() + 1)) {
      return Mono.error(missing());
    }
    var token = line.substring(SCHEME.length() + 1).strip();
    if (token.isEmpty()) {
      return Mono.error(missing());
    }
    return isToken(token)
        ? callers.authenticate(token, origin)
        : Mono.error(Callers.invalidToken());
  }

  /**
   * {@code b64token} of RFC 6750 §2.1. By hand, as a pattern took a sixteenth of all the time of a
   * booking.
   */
  private static boolean isToken(String text) {
    var end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    for (var i = 0; i < end; i++) {
      var c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z')
          && !(c >= 'A' && c <= 'Z')
          && !(c >= '0' && c <= '9')
          && "-._~+/".indexOf(c) < 0) {
        return false;
      }
    }
    return end > 0;
  }

  static void enter(ServerRequest request, Actor actor) {
    request.attributes().put(ACTOR, actor);
  }

  static Actor actor(ServerRequest request) {
    if (request.attributes().get(ACTOR) instanceof Actor actor) {
      return actor;
    }
    throw new IllegalStateException("the request came through no route of the table");
  }

  static ProblemException missing() {
    return Problem.of(
            HttpStatus.UNAUTHORIZED, "unauthorized", "This needs an access token: sign in first.")
        .header(HttpHeaders.WWW_AUTHENTICATE, SCHEME)
        .exception();
  }

  static ProblemException refused(String code, String detail) {
    return Problem.of(HttpStatus.UNAUTHORIZED, code, detail)
        .header(HttpHeaders.WWW_AUTHENTICATE, SCHEME + " error=\"invalid_token\"")
        .exception();
  }
}
