package dev.holdfast.adapter.web.resource;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.shared.Permission;

/** The routes of venues and their staff. */
public final class VenueRoutes implements RouteGroup {
  private final VenueHandler handler;

  public VenueRoutes(VenueHandler handler) {
    this.handler = handler;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .open(GET, "/v1/venues", handler::list, Lists.types())
        .secured(POST, "/v1/venues", Permission.VENUE_CREATE, handler::create)
        .open(GET, "/v1/venues/{id}", handler::show)
        .secured(PATCH, "/v1/venues/{id}", Permission.VENUE_UPDATE, handler::change)
        .secured(PUT, "/v1/venues/{id}/staff/{userId}", Permission.VENUE_UPDATE, handler::addStaff)
        .secured(
            DELETE,
            "/v1/venues/{id}/staff/{userId}",
            Permission.VENUE_UPDATE,
            handler::removeStaff);
  }
}
