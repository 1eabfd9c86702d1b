package dev.holdfast.adapter.web.booking;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
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
  private final BookingLifeHandler life;

  public BookingRoutes(BookingHandler handler, BulkHandler bulk, BookingLifeHandler life) {
    this.handler = handler;
    this.bulk = bulk;
    this.life = life;
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
        .secured(PATCH, "/v1/bookings/{id}", Permission.BOOKING_UPDATE, life::annotate)
        .secured(POST, "/v1/bookings/{id}/confirm", Permission.BOOKING_UPDATE, life::confirm)
        .secured(POST, "/v1/bookings/{id}/extend", Permission.BOOKING_UPDATE, life::extend)
        .secured(POST, "/v1/bookings/{id}/reschedule", Permission.BOOKING_UPDATE, life::reschedule)
        .secured(POST, "/v1/bookings/{id}/cancel", Permission.BOOKING_CANCEL, life::cancel)
        .secured(POST, "/v1/bookings/{id}/approve", Permission.BOOKING_MANAGE, life::approve)
        .secured(POST, "/v1/bookings/{id}/decline", Permission.BOOKING_MANAGE, life::decline)
        .secured(POST, "/v1/bookings/{id}/check-in", Permission.BOOKING_MANAGE, life::checkIn)
        .secured(POST, "/v1/bookings/{id}/complete", Permission.BOOKING_MANAGE, life::complete)
        .secured(POST, "/v1/bookings/{id}/no-show", Permission.BOOKING_MANAGE, life::noShow);
  }
}
