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

/** The routes of resources, their opening hours and slots. */
public final class ResourceRoutes implements RouteGroup {
  private final ResourceHandler handler;
  private final OpeningHoursHandler openingHours;
  private final SlotHandler slots;

  public ResourceRoutes(
      ResourceHandler handler, OpeningHoursHandler openingHours, SlotHandler slots) {
    this.handler = handler;
    this.openingHours = openingHours;
    this.slots = slots;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .secured(POST, "/v1/venues/{id}/resources", Permission.RESOURCE_MANAGE, handler::create)
        .open(GET, "/v1/resources", handler::list, Lists.types())
        .open(GET, "/v1/resources/{id}", handler::show)
        .secured(PATCH, "/v1/resources/{id}", Permission.RESOURCE_MANAGE, handler::change)
        .secured(DELETE, "/v1/resources/{id}", Permission.RESOURCE_MANAGE, handler::deactivate)
        .open(GET, "/v1/resources/{id}/opening-hours", openingHours::show)
        .secured(
            PUT,
            "/v1/resources/{id}/opening-hours",
            Permission.RESOURCE_MANAGE,
            openingHours::replace)
        .open(GET, "/v1/resources/{id}/slots", slots::find);
  }
}
