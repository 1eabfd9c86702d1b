package dev.holdfast.app;

import dev.holdfast.adapter.embedded.EmbeddedServers;
import dev.holdfast.app.contract.OpenApiContract;
import io.r2dbc.pool.ConnectionPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole application on a free port, with its embedded servers and demo data, as someone who
 * tries it out has it. Started once for all tests of this JVM that do not break it.
 */
final class RunningHoldfast implements AutoCloseable {
  static final String COURT = "0190a000-0000-7000-8000-000000000011";
  static final String OTHER_COURT = "0190a000-0000-7000-8000-000000000012";
  static final String KAYAKS = "0190a000-0000-7000-8000-000000000013";
  static final String CLUB = "0190a000-0000-7000-8000-000000000010";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ConfigurableApplicationContext context;
  private final WebTestClient client;

  private RunningHoldfast(ConfigurableApplicationContext context) {
    this.context = context;
    client =
        OpenApiContract.bindTo(port()).mutate().responseTimeout(Duration.ofSeconds(30)).build();
  }

  private static final class Shared {
    static final RunningHoldfast INSTANCE = start();
  }

  /** The one that all tests share; nobody may break it. */
  static RunningHoldfast shared() {
    return Shared.INSTANCE;
  }

  /** One of one's own, to be broken. */
  static RunningHoldfast start(String... arguments) {
    try {
      var data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "holdfast-");
      var all = new ArrayList<>(List.of(arguments));
      all.add("--server.port=0");
      all.add("--management.server.port=0");
      all.add("--holdfast.data.dir=" + data.toAbsolutePath());
      return new RunningHoldfast(Holdfast.application().run(all.toArray(String[]::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another node in this JVM, on the backends and with the secrets of this one as they are now. */
  RunningHoldfast another() {
    var servers = servers();
    return new RunningHoldfast(
        Holdfast.application()
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--holdfast.secrets.dir=" + secrets(),
                "--holdfast.database.url=" + servers.databaseUrl(),
                "--holdfast.redis.url=" + servers.redisUrl(),
                "--holdfast.mongodb.url=" + servers.mongodbUrl()));
  }

  /** Where its secrets are. */
  Path secrets() {
    return bean(Settings.class).data().dir().resolve("secrets");
  }

  int port() {
    return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
  }

  int managementPort() {
    return Integer.parseInt(
        Objects.requireNonNull(context.getEnvironment().getProperty("local.management.port")));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** A client all of whose answers are held to openapi.yaml. */
  WebTestClient client() {
    return client;
  }

  EmbeddedServers servers() {
    return Objects.requireNonNull(bean(Backends.class).embedded());
  }

  ConnectionPool pool() {
    return bean(ConnectionPool.class);
  }

  /** The access token of a demo account: {@code user}, {@code manager}, {@code admin}. */
  String tokenOf(String account) {
    return logIn(account + "@holdfast.test", DemoData.PASSWORD);
  }

  String logIn(String email, String password) {
    return json(client
            .post()
            .uri("/v1/auth/login")
            .bodyValue(Map.of("email", email, "password", password))
            .exchange()
            .expectStatus()
            .isOk())
        .path("accessToken")
        .asString();
  }

  /** The body of an answer that is JSON. */
  static JsonNode json(WebTestClient.ResponseSpec answer) {
    return json(
        Objects.requireNonNull(answer.expectBody(byte[].class).returnResult().getResponseBody()));
  }

  static JsonNode json(byte[] body) {
    return JSON.readTree(body);
  }

  /** The body of a request for one unit of a resource for an hour. */
  static Map<String, Object> anHour(String resource, Instant start) {
    return Map.of(
        "items",
        List.of(
            Map.of(
                "resourceId",
                resource,
                "start",
                start.toString(),
                "end",
                start.plus(Duration.ofHours(1)).toString())));
  }

  WebTestClient.ResponseSpec book(String token, Map<String, ?> body) {
    return book(token, UUID.randomUUID().toString(), body);
  }

  WebTestClient.ResponseSpec book(String token, String key, Map<String, ?> body) {
    return client
        .post()
        .uri("/v1/bookings")
        .headers(headers -> headers.setBearerAuth(token))
        .header("Idempotency-Key", key)
        .bodyValue(body)
        .exchange();
  }

  /** Ten o'clock UTC, so many days from today: the demo courts are open then, every day. */
  static Instant tenOClock(int days) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(days).atTime(10, 0).toInstant(ZoneOffset.UTC);
  }

  /** What the database says, asked by its administrator behind the application's back. */
  List<String> sql(String query) {
    var url = URI.create(servers().databaseAdministratorUrl());
    var userInfo = url.getUserInfo().split(":", 2);
    try (var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s".formatted(url.getHost(), url.getPort(), "/holdfast"),
                userInfo[0],
                userInfo[1]);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return texts(rows);
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  private static List<String> texts(ResultSet rows) throws SQLException {
    var texts = new ArrayList<String>();
    while (rows.next()) {
      texts.add(String.valueOf(rows.getString(1)));
    }
    return texts;
  }

  /** What is seen once it is as wanted; fails when that takes longer than 30 s. */
  static <T> T eventually(Supplier<T> look, Predicate<T> wanted) {
    return eventually(Duration.ofSeconds(30), look, wanted);
  }

  /** The same for what takes longer. */
  static <T> T eventually(Duration patience, Supplier<T> look, Predicate<T> wanted) {
    var deadline = System.nanoTime() + patience.toNanos();
    var seen = look.get();
    while (!wanted.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not as wanted for " + patience + ": " + seen);
      }
      Mono.delay(Duration.ofMillis(50)).block();
      seen = look.get();
    }
    return seen;
  }

  /** All that the database has logged. */
  String databaseLog() {
    try (var files = Files.list(servers().databaseLogs())) {
      var log = new StringBuilder();
      for (var file : files.toList()) {
        log.append(Files.readString(file));
      }
      return log.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    var embedded = bean(Backends.class).embedded();
    context.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
