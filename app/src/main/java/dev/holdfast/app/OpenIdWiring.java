package dev.holdfast.app;

import dev.holdfast.adapter.security.OpenIdSettings;
import dev.holdfast.adapter.security.OpenIdTokens;
import dev.holdfast.shared.Role;
import dev.holdfast.user.port.Users;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;

/** Access tokens of an issuer outside, where one is configured. */
@Configuration(proxyBeanMethods = false)
class OpenIdWiring {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Map<String, Role> ROLES =
      Map.of("USER", Role.USER, "MANAGER", Role.MANAGER, "ADMIN", Role.ADMIN);

  /** Absent where tokens are our own. */
  @Bean
  @Nullable OpenIdTokens outsideTokens(
      Settings settings, LoopResources eventLoops, Users users, InstantSource clock) {
    return settings.openid().isUsed()
        ? new OpenIdTokens(eventLoops, read(settings), users, clock)
        : null;
  }

  static OpenIdSettings read(Settings settings) {
    var openid = settings.openid();
    var issuer = required(openid.issuer());
    var keys = keys(required(openid.jwksUrl()), settings.isProduction());
    var audience = required(openid.audience());
    try {
      return new OpenIdSettings(
          issuer,
          keys,
          audience,
          OpenIdSettings.algorithms(openid.algorithms()),
          Set.copyOf(openid.types()),
          openid.userClaim(),
          openid.roleClaim(),
          roles(openid.roles()));
    } catch (IllegalArgumentException e) {
      throw new SettingsException("HOLDFAST_OPENID_…: " + e.getMessage());
    }
  }

  private static String required(@Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new SettingsException(
          "an issuer outside needs all three of HOLDFAST_OPENID_ISSUER, HOLDFAST_OPENID_JWKS_URL"
              + " and HOLDFAST_OPENID_AUDIENCE");
    }
    return value;
  }

  /** Whoever could change the answer could make tokens. */
  private static URI keys(String url, boolean isProduction) {
    try {
      var uri = URI.create(url);
      var isSafe =
          "https".equals(uri.getScheme())
              || (!isProduction && "http".equals(uri.getScheme()) && isLoopback(uri.getHost()));
      if (isSafe && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new SettingsException(
        "HOLDFAST_OPENID_JWKS_URL must be an https URL; in embedded mode it may be http on"
            + " loopback");
  }

  private static boolean isLoopback(@Nullable String host) {
    return host != null && LOOPBACK.contains(host);
  }

  private static Map<String, Role> roles(List<String> pairs) {
    var roles = new HashMap<String, Role>();
    for (var pair : pairs) {
      var at = pair.lastIndexOf('=');
      var role = ROLES.get(pair.substring(at + 1));
      if (at < 1 || role == null) {
        throw new SettingsException(
            "HOLDFAST_OPENID_ROLES must be like booking-admin=ADMIN,staff=MANAGER, not " + pair);
      }
      roles.put(pair.substring(0, at), role);
    }
    return roles;
  }
}
