package dev.holdfast.adapter.web.resource;

import static dev.holdfast.resource.ResourceFixtures.NOW;

import dev.holdfast.adapter.caffeine.CachedBookables;
import dev.holdfast.adapter.calendar.RuleRecurrences;
import dev.holdfast.adapter.web.Callers;
import dev.holdfast.adapter.web.ClientAddress;
import dev.holdfast.adapter.web.Cursors;
import dev.holdfast.adapter.web.EdgeFilter;
import dev.holdfast.adapter.web.Json;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.ProblemHandler;
import dev.holdfast.adapter.web.Problems;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.WebRoutes;
import dev.holdfast.resource.port.InMemoryCatalogue;
import dev.holdfast.resource.port.InMemoryOccupancy;
import dev.holdfast.resource.usecase.ResourceDesk;
import dev.holdfast.resource.usecase.SlotFinder;
import dev.holdfast.resource.usecase.VenueDesk;
import dev.holdfast.shared.Actor;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;

/** The routes of venues and resources on a real server, over a catalogue in memory. */
final class ResourceServer implements AutoCloseable {
  static final UserId ANNA = UserId.next();
  static final UserId BERT = UserId.next();

  final InMemoryOccupancy occupancy = new InMemoryOccupancy();
  private final HttpClient client = HttpClient.newHttpClient();
  private final DisposableServer server;

  ResourceServer() {
    var kept = new InMemoryCatalogue();
    var clock = InstantSource.fixed(NOW);
    var bookables = new CachedBookables(kept);
    var slots = new SlotFinder(bookables, occupancy, clock);
    var commands = new CommandBus(Around.NOTHING);
    var queries = new QueryBus(Around.NOTHING);
    new VenueDesk(kept, user -> Mono.just(user.equals(ANNA) || user.equals(BERT)), bookables, clock)
        .bind(commands, queries);
    new ResourceDesk(kept, kept, bookables, slots, clock).bind(commands, queries);
    var lists = new Lists(new Cursors(new byte[32]));
    var groups =
        List.<RouteGroup>of(
            new VenueRoutes(new VenueHandler(commands, queries, lists)),
            new ResourceRoutes(
                new ResourceHandler(commands, queries, lists),
                new OpeningHoursHandler(commands, queries, new RuleRecurrences()),
                new SlotHandler(queries)));
    var handler =
        RouterFunctions.toHttpHandler(
            new WebRoutes(ResourceServer::caller, groups),
            HandlerStrategies.builder()
                .webFilter(new EdgeFilter(new ClientAddress(List.of())))
                .exceptionHandler(
                    new ProblemHandler(new Problems(List.of(new ResourceProblems()), List.of())))
                .build());
    server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle(new ReactorHttpHandlerAdapter(handler))
            .bindNow();
  }

  private static Mono<Actor> caller(String token, Actor.Origin origin) {
    return switch (token) {
      case "admin" -> Mono.just(new Actor(UserId.next(), Role.ADMIN, UUID.randomUUID(), origin));
      case "anna" -> Mono.just(new Actor(ANNA, Role.MANAGER, UUID.randomUUID(), origin));
      case "bert" -> Mono.just(new Actor(BERT, Role.MANAGER, UUID.randomUUID(), origin));
      case "user" -> Mono.just(new Actor(UserId.next(), Role.USER, UUID.randomUUID(), origin));
      default -> Mono.error(Callers.invalidToken());
    };
  }

  /** What came back. */
  record Answer(int status, HttpResponse<String> response) {
    JsonNode json() {
      return Json.mapper().readTree(response.body());
    }

    String text(String pointer) {
      return json().at(pointer).asString("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** Status and, for a problem, its code: {@code 422 validation}. */
    String outcome() {
      return (status + " " + (status < 400 ? "" : text("/code"))).strip();
    }
  }

  /** One request; headers as name, value, name, value. */
  Answer send(String who, String method, String target, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (!who.isEmpty()) {
      request.header("Authorization", "Bearer " + who);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  Answer get(String target, String... headers) {
    return send("", "GET", target, "", headers);
  }

  @Override
  public void close() {
    client.close();
    server.disposeNow();
  }
}
