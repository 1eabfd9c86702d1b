package dev.holdfast.adapter.web;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.holdfast.shared.AccessRejection.NotFound;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.RejectedException;
import dev.holdfast.shared.Rejection;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A few routes on a real server, behind all that stands before the handlers of the contexts. */
final class DemoServer implements AutoCloseable {
  static final UserId USER = UserId.next();
  private static final UUID SESSION = new UUID(7, 7);
  static final String TOKEN = "Authorization: Bearer user";
  static final String ADMIN = "Authorization: Bearer admin";
  static final Duration DEADLINE = Duration.ofMillis(1_500);

  final AtomicLong rowsMade = new AtomicLong();
  private final Lists lists = new Lists(new Cursors(new byte[32]));
  private final DisposableServer server;

  DemoServer(List<String> trustedProxies) {
    this(trustedProxies, RequestLimits.off());
  }

  DemoServer(List<String> trustedProxies, RequestLimits limits) {
    this(trustedProxies, limits, Cors.none());
  }

  DemoServer(List<String> trustedProxies, RequestLimits limits, Cors cors) {
    var routes =
        new WebRoutes(
            DemoServer::caller, List.<RouteGroup>of(this::declare), limits, AccessWatch.NOBODY);
    var problems = new Problems(List.of(), List.of());
    var handler =
        RouterFunctions.toHttpHandler(
            routes,
            HandlerStrategies.builder()
                .webFilter(new EdgeFilter(new ClientAddress(trustedProxies), cors))
                .exceptionHandler(new ProblemHandler(problems))
                .build());
    var patience = new HttpServerLimits(DEADLINE, DEADLINE, Duration.ofSeconds(60));
    server =
        cors.customize(patience.customize(HttpServer.create().host("127.0.0.1").port(0)))
            .handle(new ReactorHttpHandlerAdapter(handler))
            .bindNow();
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.disposeNow();
  }

  private static Mono<Actor> caller(String token, Actor.Origin origin) {
    return switch (token) {
      case "user" -> Mono.just(new Actor(USER, Role.USER, SESSION, origin));
      case "admin" -> Mono.just(new Actor(USER, Role.ADMIN, SESSION, origin));
      case "expired" -> Mono.error(Callers.tokenExpired());
      default -> Mono.error(Callers.invalidToken());
    };
  }

  private void declare(RouteTable routes) {
    routes
        .open(GET, "/v1/things", this::list, Lists.types())
        .open(POST, "/v1/things", DemoServer::make)
        .open(GET, "/v1/things/{id}", DemoServer::show)
        .secured(PATCH, "/v1/things/{id}", Permission.PROFILE_READ, DemoServer::change)
        .secured(DELETE, "/v1/things/{id}", Permission.VENUE_CREATE, _ -> Answers.noContent())
        .secured(GET, "/v1/things/mine", Permission.PROFILE_READ, DemoServer::mine)
        .secured(POST, "/v1/things/{id}/touch", Permission.PROFILE_READ, DemoServer::touch)
        .secured(PUT, "/v1/hours", Permission.PROFILE_READ, DemoServer::hours)
        .open(GET, "/v1/endless", _ -> Lists.stream(rows(), row -> row), Lists.types())
        .open(GET, "/v1/broken", DemoServer::broken)
        .open(GET, "/health/live", _ -> Answers.noContent())
        .open(POST, "/v1/auth/login", _ -> Answers.noContent())
        .secured(POST, "/v1/bookings", Permission.BOOKING_CREATE, _ -> Answers.noContent())
        .open(
            GET,
            "/v1/calendar",
            _ -> ServerResponse.ok().contentType(new MediaType("text", "calendar")).bodyValue("x"),
            new MediaType("text", "calendar"));
  }

  record Made(String name, @Nullable String note, int capacity, List<Item> items) {}

  record Item(UUID resourceId, Instant start) {}

  private static Mono<ServerResponse> make(ServerRequest request) {
    QueryParams.none(request);
    return JsonBody.read(request).map(body -> body.as(DemoServer::made)).flatMap(Answers::ok);
  }

  private static Made made(JsonBody body) {
    return new Made(
        body.text("name", 1, 20).required(),
        body.lines("note", 0, 100).optional(),
        body.integer("capacity", 1, 1_000).orElse(1),
        body.list(
                "items",
                0,
                100,
                item ->
                    new Item(item.uuid("resourceId").required(), item.instant("start").required()))
            .orElse(List.of()));
  }

  private static Mono<ServerResponse> change(ServerRequest request) {
    var id = QueryParams.id(request, "id");
    var precondition = ETags.precondition(request);
    return JsonBody.read(request)
        .map(body -> body.form(b -> b.text("name", 1, 20).change()))
        .flatMap(form -> form.after(() -> refused(precondition.missing())))
        .flatMap(name -> Answers.ok(Map.of("id", id, "name", name.or("as it was")), 4));
  }

  private static Mono<Void> refused(Optional<Rejection> reason) {
    return reason.<Mono<Void>>map(r -> Mono.error(new RejectedException(r))).orElse(Mono.empty());
  }

  private static Mono<ServerResponse> show(ServerRequest request) {
    QueryParams.id(request, "id");
    return Mono.error(new RejectedException(new NotFound()));
  }

  private static Mono<ServerResponse> mine(ServerRequest request) {
    QueryParams.none(request);
    var actor = Callers.of(request);
    return Answers.ok(
        Map.of(
            "userId", String.valueOf(actor.userId()), "ip", String.valueOf(actor.origin().ip())));
  }

  private static Mono<ServerResponse> touch(ServerRequest request) {
    return JsonBody.readOptional(request)
        .map(body -> body.form(b -> String.valueOf(b.text("reason", 0, 10).optional())))
        .doOnNext(_ -> IdempotencyKeys.required(request))
        .flatMap(form -> Answers.ok(Map.of("reason", form.value())));
  }

  private static Mono<ServerResponse> hours(ServerRequest request) {
    return JsonBody.readArray(request)
        .map(body -> body.as(b -> b.elements(0, 3, h -> h.localTime("start").required())))
        .flatMap(hours -> Answers.ok(hours.stream().map(LocalTime::toString).toList()));
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    var query = QueryParams.of(request);
    var page = lists.page(request, query);
    query.text("q", 1, 10).optional();
    query.check();
    if (Lists.isStreamed(request)) {
      return Lists.stream(rows().take(100), row -> row);
    }
    var items = new ArrayList<UUID>();
    for (var i = 0; i < page.limit(); i++) {
      items.add(new UUID(page.limit(), i));
    }
    var after = page.after() == null ? items.getLast() : null;
    return lists.page(request, new Page<>(items, after), id -> Map.of("id", id));
  }

  private Flux<Map<String, Object>> rows() {
    return Flux.generate(
        sink -> sink.next(Map.of("row", rowsMade.incrementAndGet(), "pad", "x".repeat(1_000))));
  }

  private static Mono<ServerResponse> broken(ServerRequest request) {
    return switch (request.queryParam("how").orElse("")) {
      case "outage" -> Mono.error(new SocketException("connection refused to 10.0.0.5"));
      case "thrown" -> throw new IllegalStateException("SELECT secret FROM dev.holdfast.Users");
      default -> Mono.error(new IllegalStateException("SELECT secret FROM dev.holdfast.Users"));
    };
  }
}
