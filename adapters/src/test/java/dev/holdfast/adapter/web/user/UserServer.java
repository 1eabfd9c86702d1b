package dev.holdfast.adapter.web.user;

import dev.holdfast.adapter.security.JwtAccessTokens;
import dev.holdfast.adapter.security.TestSecrets;
import dev.holdfast.adapter.web.ClientAddress;
import dev.holdfast.adapter.web.Cursors;
import dev.holdfast.adapter.web.EdgeFilter;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.ProblemHandler;
import dev.holdfast.adapter.web.Problems;
import dev.holdfast.adapter.web.RequestLimits;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.WebRoutes;
import dev.holdfast.shared.bus.Around;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.UserFixtures;
import dev.holdfast.user.port.InMemorySessions;
import dev.holdfast.user.port.InMemoryUsers;
import dev.holdfast.user.port.ReadableHashes;
import dev.holdfast.user.port.ReadableKeys;
import dev.holdfast.user.port.ReadablePasswords;
import dev.holdfast.user.usecase.Accounts;
import dev.holdfast.user.usecase.OwnAccount;
import dev.holdfast.user.usecase.People;
import dev.holdfast.user.usecase.SignIns;
import dev.holdfast.user.usecase.UserDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes of this context on a real server, with real tokens over stores in memory. */
final class UserServer implements AutoCloseable {
  Instant now = UserFixtures.NOON;
  private final HttpClient client = HttpClient.newHttpClient();
  private final DisposableServer server;

  UserServer() {
    var commands = new CommandBus(Around.NOTHING);
    var queries = new QueryBus(Around.NOTHING);
    var tokens =
        new JwtAccessTokens(
            TestSecrets.fresh().signingKeys(), "https://holdfast.test", "holdfast", () -> now);
    var sessions = new InMemorySessions();
    var users = new InMemoryUsers(sessions);
    var keys = new ReadableKeys();
    var hashes = new ReadableHashes();
    var passwords = new ReadablePasswords();
    var people = new People(users, keys, hashes);
    new Accounts(users, keys, hashes, passwords, () -> now).bind(commands);
    new UserDesk(users, people, () -> now).bind(commands, queries);
    new OwnAccount(users, people, keys, hashes, passwords, _ -> Mono.empty(), () -> now)
        .bind(commands);
    new SignIns(users, sessions, hashes, passwords, tokens, (_, _) -> {}, () -> now)
        .bind(commands, queries);
    var lists = new Lists(new Cursors(new byte[32]));
    var groups =
        List.<RouteGroup>of(
            new UserRoutes(
                new UserHandler(commands, queries, lists),
                new OwnAccountHandler(commands, queries, RequestLimits.off())),
            new SessionRoutes(new SessionHandler(commands, tokens, hashes, RequestLimits.off())));
    var routes = new WebRoutes(new TokenCallers(tokens), groups);
    var strategies =
        HandlerStrategies.builder()
            .webFilter(new EdgeFilter(new ClientAddress(List.of())))
            .exceptionHandler(
                new ProblemHandler(new Problems(List.of(new UserProblems()), List.of())))
            .build();
    server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle(
                new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes, strategies)))
            .bindNow();
  }

  @Override
  public void close() {
    client.close();
    server.disposeNow();
  }

  /** What came back. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    @Nullable String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    JsonNode body() {
      return JsonMapper.shared().readTree(response.body());
    }

    String text(String field) {
      return body().path(field).asString();
    }
  }

  Answer post(String path, String json) {
    return send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)),
        path);
  }

  Answer get(String path, @Nullable String authorization) {
    var request = HttpRequest.newBuilder().GET();
    return send(
        authorization == null ? request : request.header("Authorization", authorization), path);
  }

  private Answer send(HttpRequest.Builder request, String path) {
    try {
      var uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return new Answer(
          client.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
