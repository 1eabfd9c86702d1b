package dev.holdfast.adapter.web.booking;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.shared.Permission;
import org.springframework.http.MediaType;

/** What can be done with bookings. */
public final class BookingRoutes implements RouteGroup {
  private final BookingHandler handler;
  private final BulkHandler bulk;

  public BookingRoutes(BookingHandler handler, BulkHandler bulk) {
    this.handler = handler;
    this.bulk = bulk;
  }

  @Override
  public void declare(RouteTable routes) {
    routes
        .secured(POST, "/v1/bookings", Permission.BOOKING_CREATE, handler::book)
        .secured(
            POST,
            BulkHandler.PATH,
            Permission.BOOKING_CREATE,
            bulk::book,
            MediaType.APPLICATION_NDJSON)
        .secured(GET, "/v1/bookings", Permission.BOOKING_READ, handler::list, Lists.types())
        .secured(GET, "/v1/bookings/{id}", Permission.BOOKING_READ, handler::show)
        .secured(POST, "/v1/bookings/{id}/confirm", Permission.BOOKING_UPDATE, handler::confirm)
        .secured(POST, "/v1/bookings/{id}/cancel", Permission.BOOKING_CANCEL, handler::cancel);
  }
}
