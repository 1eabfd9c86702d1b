package dev.holdfast.adapter.web.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.springframework.http.HttpMethod.GET;

import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.QueryParams;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.RouteTable;
import dev.holdfast.adapter.web.audit.AuditJson;
import dev.holdfast.adapter.web.booking.BookingJson;
import dev.holdfast.adapter.web.notification.NotificationJson;
import dev.holdfast.audit.AuditNote;
import dev.holdfast.audit.usecase.NoteTaker;
import dev.holdfast.audit.usecase.StreamOwnActivity;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.booking.usecase.StreamBookings;
import dev.holdfast.notification.usecase.StreamNotifications;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.KnownSession;
import dev.holdfast.user.usecase.GetProfile;
import dev.holdfast.user.usecase.Profile;
import dev.holdfast.user.usecase.StreamOwnSessions;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives people all that is kept about them (GDPR Art. 20), as one JSON object that is written as it
 * is read, however much it is. It is their own alone: a manager's goes through the bookings of
 * their venues, and leaves out all but theirs.
 */
public final class ExportRoutes implements RouteGroup {
  private static final int PIECES_PER_WRITE = 100;
  private static final Bookings.Filter ALL =
      new Bookings.Filter(null, Set.of(), null, null, null, null);

  private final QueryBus queries;
  private final NoteTaker notes;
  private final InstantSource clock;

  public ExportRoutes(QueryBus queries, NoteTaker notes, InstantSource clock) {
    this.queries = queries;
    this.notes = notes;
    this.clock = clock;
  }

  @Override
  public void declare(RouteTable routes) {
    routes.secured(GET, "/v1/users/me/export", Permission.PROFILE_READ, this::export);
  }

  private Mono<ServerResponse> export(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return queries
        .ask(new GetProfile(actor))
        .doOnNext(
            _ -> notes.take(AuditNote.userExported(actor.requireUserId(), actor, clock.instant())))
        .flatMap(profile -> answer(pieces(profile, actor.asThemselves())));
  }

  /** First what is kept elsewhere: when it cannot be had, nothing has been written yet. */
  private Flux<byte[]> pieces(Profile profile, Actor themselves) {
    var bookings =
        queries.stream(new StreamBookings(themselves, ALL))
            .filter(view -> themselves.is(new UserId(view.facts().userId())))
            .map(BookingJson::of);
    var notifications =
        queries.stream(new StreamNotifications(themselves)).map(NotificationJson::of);
    var sessions = queries.stream(new StreamOwnSessions(themselves)).map(SessionJson::of);
    var activity = queries.stream(new StreamOwnActivity(themselves)).map(AuditJson::of);
    return Flux.concat(
        Flux.just(text("{")),
        list("activity", activity),
        Flux.just(text(",\"user\":"), Json.bytes(profile), text(",")),
        list("sessions", sessions),
        Flux.just(text(",")),
        list("bookings", bookings),
        Flux.just(text(",")),
        list("notifications", notifications),
        Flux.just(text("}")));
  }

  /** A session as clients see it. */
  private record SessionJson(
      UUID id, Instant createdAt, Instant expiresAt, @Nullable Instant revokedAt) {
    static SessionJson of(KnownSession known) {
      var session = known.session();
      return new SessionJson(
          session.id().value(), session.createdAt(), session.expiresAt(), known.revokedAt());
    }
  }

  private static Flux<byte[]> list(String name, Flux<?> items) {
    var separated =
        items
            .index()
            .concatMapIterable(
                item -> List.of(text(item.getT1() == 0 ? "" : ","), Json.bytes(item.getT2())));
    return Flux.concat(Flux.just(text("\"" + name + "\":[")), separated, Flux.just(text("]")));
  }

  /** A failure on the way cuts the connection, so that half of it does not look like all. */
  private static Mono<ServerResponse> answer(Flux<byte[]> pieces) {
    var writes =
        pieces.buffer(PIECES_PER_WRITE).map(ExportRoutes::joined).limitRate(2).map(Mono::just);
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"holdfast-export.json\"")
        .body((response, _) -> response.writeAndFlushWith(writes));
  }

  private static DataBuffer joined(List<byte[]> pieces) {
    var bytes = new ByteArrayOutputStream();
    pieces.forEach(bytes::writeBytes);
    return DefaultDataBufferFactory.sharedInstance.wrap(bytes.toByteArray());
  }

  private static byte[] text(String text) {
    return text.getBytes(US_ASCII);
  }
}
