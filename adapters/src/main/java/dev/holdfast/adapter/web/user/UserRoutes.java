package dev.holdfast.adapter.web.user;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.shared.Permission;

/** Accounts. */
public final class UserRoutes implements RouteGroup {
  private final UserHandler users;
  private final OwnAccountHandler own;

  public UserRoutes(UserHandler users, OwnAccountHandler own) {
    this.users = users;
    this.own = own;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .open(POST, "/v1/users", users::signUp)
        .secured(GET, "/v1/users", Permission.USER_READ, users::list, Lists.types())
        .secured(GET, "/v1/users/{id}", Permission.USER_READ, users::show)
        .secured(PATCH, "/v1/users/{id}", Permission.USER_UPDATE, users::change)
        .secured(GET, "/v1/users/me", Permission.PROFILE_READ, own::show)
        .secured(PATCH, "/v1/users/me", Permission.PROFILE_UPDATE, own::change)
        .secured(DELETE, "/v1/users/me", Permission.PROFILE_ERASE, own::erase)
        .secured(PUT, "/v1/users/me/email", Permission.PROFILE_UPDATE, own::changeEmail)
        .secured(PUT, "/v1/users/me/password", Permission.PROFILE_UPDATE, own::changePassword);
  }
}
