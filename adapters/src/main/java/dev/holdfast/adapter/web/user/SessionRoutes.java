package dev.holdfast.adapter.web.user;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;

/** Sessions, for as long as it is us who issue access tokens. */
public final class SessionRoutes implements RouteGroup {
  private final SessionHandler sessions;

  public SessionRoutes(SessionHandler sessions) {
    this.sessions = sessions;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .open(POST, "/v1/auth/login", sessions::logIn)
        .open(POST, "/v1/auth/refresh", sessions::refresh)
        .open(POST, "/v1/auth/logout", sessions::logOut)
        .open(GET, "/.well-known/jwks.json", sessions::listKeys);
  }
}
