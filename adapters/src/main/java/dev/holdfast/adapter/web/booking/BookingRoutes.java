package dev.holdfast.adapter.web.booking;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.shared.Permission;

/** What can be done with bookings. */
public final class BookingRoutes implements RouteGroup {
  private final BookingHandler handler;

  public BookingRoutes(BookingHandler handler) {
    this.handler = handler;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .secured(POST, "/v1/bookings", Permission.BOOKING_CREATE, handler::book)
        .secured(GET, "/v1/bookings", Permission.BOOKING_READ, handler::list, Lists.types())
        .secured(GET, "/v1/bookings/{id}", Permission.BOOKING_READ, handler::show)
        .secured(POST, "/v1/bookings/{id}/confirm", Permission.BOOKING_UPDATE, handler::confirm)
        .secured(POST, "/v1/bookings/{id}/cancel", Permission.BOOKING_CANCEL, handler::cancel);
  }
}
