package dev.holdfast.adapter.web.user;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.shared.Permission;

/** Accounts. */
public final class UserRoutes implements RouteGroup {
  private final UserHandler users;

  public UserRoutes(UserHandler users) {
    this.users = users;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .open(POST, "/v1/users", users::signUp)
        .secured(GET, "/v1/users/me", Permission.PROFILE_READ, users::showMe);
  }
}
