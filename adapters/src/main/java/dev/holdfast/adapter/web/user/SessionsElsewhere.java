package dev.holdfast.adapter.web.user;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.holdfast.adapter.web.Problem;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * In the place of {@link SessionRoutes} where access tokens come from outside: nobody would accept
 * ours. The routes stay, as a path that is unknown would tell people to sign in first.
 */
public final class SessionsElsewhere implements RouteGroup {
  @Override
  public void declare(RouteTable routes) {
    routes
        .open(POST, "/v1/auth/login", SessionsElsewhere::notHere)
        .open(POST, "/v1/auth/refresh", SessionsElsewhere::notHere)
        .open(POST, "/v1/auth/logout", SessionsElsewhere::notHere)
        .open(GET, "/.well-known/jwks.json", SessionsElsewhere::notHere);
  }

  private static Mono<ServerResponse> notHere(ServerRequest request) {
    return Mono.error(
        () ->
            Problem.of(HttpStatus.NOT_FOUND, "not-found", "Access tokens are issued elsewhere.")
                .exception());
  }
}
