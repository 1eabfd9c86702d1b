package dev.holdfast.adapter.web.user;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.shared.Permission;

/** Accounts and sessions. */
public final class UserRoutes implements RouteGroup {
  private final UserHandler users;
  private final SessionHandler sessions;

  public UserRoutes(UserHandler users, SessionHandler sessions) {
    this.users = users;
    this.sessions = sessions;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .open(POST, "/v1/users", users::signUp)
        .secured(GET, "/v1/users/me", Permission.PROFILE_READ, users::showMe)
        .open(POST, "/v1/auth/login", sessions::logIn)
        .open(POST, "/v1/auth/refresh", sessions::refresh)
        .open(POST, "/v1/auth/logout", sessions::logOut)
        .open(GET, "/.well-known/jwks.json", sessions::listKeys);
  }
}
