package dev.holdfast.adapter.web;

import dev.holdfast.shared.Permission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** What limits a request falls under beside that of its caller. */
enum RequestKind {
  /** None at all, not even the caller's: whoever balances or watches must never be refused. */
  FREE,
  /** No further one. */
  PLAIN,
  SIGN_IN,
  BOOKING,
  VENUE_CHANGE;

  private static final Set<Permission> OF_VENUES =
      EnumSet.of(
          Permission.VENUE_CREATE,
          Permission.VENUE_UPDATE,
          Permission.RESOURCE_MANAGE,
          Permission.WEBHOOK_MANAGE);

  /** The kind of a route's requests. */
  static RequestKind of(HttpMethod method, String pattern, @Nullable Permission needed) {
    if (pattern.equals("/health") || pattern.startsWith("/health/")) {
      return FREE;
    }
    if (method.equals(HttpMethod.POST) && pattern.equals("/v1/auth/login")) {
      return SIGN_IN;
    }
    if (method.equals(HttpMethod.POST) && pattern.equals("/v1/bookings")) {
      return BOOKING;
    }
    return needed != null && OF_VENUES.contains(needed) && !method.equals(HttpMethod.GET)
        ? VENUE_CHANGE
        : PLAIN;
  }
}
