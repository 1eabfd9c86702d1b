package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/**
 * A word that only one person has ever said, in every place where a request can carry text: it, and
 * that person's tokens, are in no line of the log, no metric and no file, even while everything
 * fails. A request's id and trace are the exception: they are there to be found again. What the
 * person's program is called, and the keys it chooses, are kept, but in no log.
 */
class CanaryIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.start();
  private static final String CANARY = "canary" + UUID.randomUUID().toString().replace("-", "");
  private static final String PROGRAM = "sparrow" + UUID.randomUUID().toString().replace("-", "");
  private static final String EMAIL = CANARY + "@example.com";
  private static final String PASSWORD = "a long walk " + CANARY;
  private static final String PHONE = "+436601234987";

  private final List<String> secrets = new ArrayList<>();

  @AfterAll
  static void stop() {
    HOLDFAST.close();
  }

  @Test
  void whatAPersonSaysIsNeitherLoggedNorMeasuredNorOnDisk() throws Exception {
    var log = new ListAppender<ILoggingEvent>();
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var all = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var ours = context.getLogger("dev.holdfast");
    var level = ours.getLevel();
    log.start();
    all.addAppender(log);
    ours.setLevel(Level.TRACE);
    try {
      var token = becomes();
      var booking = says(token);
      saysWhatIsWrong(token);
      var metrics = told("prometheus") + told("consumers") + told("info");
      var database = ProcessHandle.of(HOLDFAST.servers().databaseProcess()).orElseThrow();
      database.destroyForcibly();
      database.onExit().join();
      saysToNobody(token);
      metrics += told("prometheus");
      ours.debug("the canary has sung");

      var lines = new ArrayList<String>();
      synchronized (log) {
        log.list.forEach(event -> lines.add(line(event)));
      }
      assertThat(lines).anyMatch(line -> line.contains("the canary has sung"));
      assertThat(lines).anyMatch(line -> line.contains("refused: "));
      assertThat(metrics).contains("http_server_requests").contains("holdfast_limits_total");
      lines.addAll(HOLDFAST.databaseLog().lines().toList());
      lines.addAll(metrics.lines().toList());
      assertThat(lines.stream().filter(this::isTelling)).isEmpty();
      assertThat(lines.stream().filter(line -> line.contains(PROGRAM))).isEmpty();
      var files = files();
      assertThat(files).anyMatch(file -> text(file).contains(booking));
      assertThat(files.stream().filter(file -> isTelling(text(file)))).isEmpty();
    } finally {
      ours.setLevel(level);
      all.detachAppender(log);
    }
  }

  private String becomes() {
    send(
            HttpMethod.POST,
            "/v1/users",
            null,
            Map.of(
                "email", EMAIL,
                "password", PASSWORD,
                "firstName", CANARY,
                "lastName", CANARY,
                "phone", PHONE))
        .expectStatus()
        .isCreated();
    var pair = signedIn();
    var next =
        json(
            send(
                    HttpMethod.POST,
                    "/v1/auth/refresh",
                    null,
                    Map.of("refreshToken", pair.path("refreshToken").asString()))
                .expectStatus()
                .isOk());
    secrets.add(pair.path("refreshToken").asString());
    secrets.add(next.path("refreshToken").asString());
    secrets.add(next.path("accessToken").asString());
    return next.path("accessToken").asString();
  }

  private JsonNode signedIn() {
    return json(
        send(HttpMethod.POST, "/v1/auth/login", null, Map.of("email", EMAIL, "password", PASSWORD))
            .expectStatus()
            .isOk());
  }

  /** All of it good. */
  private String says(String token) {
    send(HttpMethod.PATCH, "/v1/users/me", token, Map.of("firstName", CANARY + " the second"))
        .expectStatus()
        .isOk();
    var admin = HOLDFAST.tokenOf("admin");
    for (var query : List.of("email=" + EMAIL, "firstName=" + CANARY, "phone=%2B436601234987")) {
      HOLDFAST
          .client()
          .get()
          .uri(URI.create("http://127.0.0.1:" + HOLDFAST.port() + "/v1/users?" + query))
          .headers(headers -> headers.setBearerAuth(admin))
          .exchange()
          .expectStatus()
          .isOk();
    }
    var id =
        json(HOLDFAST.book(token, PROGRAM, booking()).expectStatus().isCreated())
            .path("id")
            .asString();
    HOLDFAST
        .client()
        .post()
        .uri("/v1/bookings/" + id + "/cancel")
        .headers(headers -> headers.setBearerAuth(token))
        .header(HttpHeaders.IF_MATCH, "*")
        .header(HttpHeaders.USER_AGENT, PROGRAM)
        .bodyValue(Map.of("reason", CANARY))
        .exchange()
        .expectStatus()
        .isOk();
    return id;
  }

  private static Map<String, ?> booking() {
    var start = tenOClock(12);
    var item = new LinkedHashMap<String, Object>();
    item.put("resourceId", COURT);
    item.put("start", start.toString());
    item.put("end", start.plus(Duration.ofHours(1)).toString());
    return Map.of("items", List.of(item), "note", CANARY);
  }

  /** Each of it refused, by another part of the server. */
  private void saysWhatIsWrong(String token) throws IOException, InterruptedException {
    refused(
        send(HttpMethod.POST, "/v1/auth/login", null, Map.of("email", EMAIL, "password", CANARY)));
    refused(
        send(
            HttpMethod.POST,
            "/v1/auth/login",
            null,
            Map.of("email", "not-" + EMAIL, "password", CANARY)));
    refused(send(HttpMethod.POST, "/v1/auth/refresh", null, Map.of("refreshToken", CANARY)));
    refused(
        send(
            HttpMethod.PATCH,
            "/v1/users/me",
            token,
            Map.of("password", PASSWORD + "!", "currentPassword", CANARY)));
    refused(send(HttpMethod.PATCH, "/v1/users/me", token, Map.of(CANARY, CANARY)));
    refused(send(HttpMethod.PATCH, "/v1/users/me", token, Map.of("email", CANARY)));
    refused(send(HttpMethod.PATCH, "/v1/users/me", token, Map.of("firstName", CANARY + '\u202e')));
    refused(send(HttpMethod.PATCH, "/v1/users/me", token, "{\"email\":\"" + EMAIL + "\",,"));
    refused(send(HttpMethod.POST, "/v1/users", null, "{\"email\":\"" + EMAIL));
    refused(send(HttpMethod.GET, "/v1/users/me", CANARY, null));
    refused(send(HttpMethod.GET, "/v1/" + CANARY, token, null));
    refused(send(HttpMethod.GET, "/v1/users/" + CANARY, token, null));
    refused(send(HttpMethod.GET, "/v1/users?email=" + EMAIL, token, null));
    refused(send(HttpMethod.GET, "/v1/bookings?status=" + CANARY, token, null));
    refused(send(HttpMethod.POST, "/v1/bookings", token, Map.of("note", CANARY)));
    var basic =
        Base64.getEncoder()
            .encodeToString((EMAIL + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    refused(
        HOLDFAST
            .client()
            .get()
            .uri("/v1/users/me")
            .header(HttpHeaders.AUTHORIZATION, "Basic " + basic)
            .exchange());
    var bulk =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + HOLDFAST.port() + "/v1/bookings/bulk"))
                    .header(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                    .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_NDJSON_VALUE)
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"" + CANARY + "\":1}\n" + CANARY + "\n"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(bulk.body()).contains("unknown-field");
  }

  /** While there is no database. */
  private void saysToNobody(String token) {
    for (var answer :
        List.of(
            send(
                HttpMethod.POST,
                "/v1/users",
                null,
                Map.of(
                    "email",
                    "x" + EMAIL,
                    "password",
                    PASSWORD,
                    "firstName",
                    CANARY,
                    "lastName",
                    CANARY)),
            send(
                HttpMethod.POST,
                "/v1/auth/login",
                null,
                Map.of("email", EMAIL, "password", PASSWORD)),
            send(HttpMethod.PATCH, "/v1/users/me", token, Map.of("firstName", CANARY)),
            HOLDFAST.book(token, PROGRAM, booking()))) {
      answer.expectStatus().isEqualTo(503);
    }
  }

  private static void refused(WebTestClient.ResponseSpec answer) {
    answer.expectStatus().is4xxClientError();
  }

  private static WebTestClient.ResponseSpec send(
      HttpMethod method, String uri, @Nullable String token, @Nullable Object body) {
    var request =
        HOLDFAST
            .client()
            .method(method)
            .uri(uri)
            .header(HttpHeaders.USER_AGENT, PROGRAM)
            .headers(
                headers -> {
                  if (method.equals(HttpMethod.PATCH)) {
                    headers.setIfMatch("*");
                  }
                  if (token != null) {
                    headers.setBearerAuth(token);
                  }
                });
    return body == null
        ? request.exchange()
        : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
  }

  private static String told(String endpoint) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + HOLDFAST.managementPort() + "/actuator/" + endpoint))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private boolean isTelling(String text) {
    return text.contains(CANARY)
        || text.contains(PHONE)
        || text.contains("%2B" + PHONE.substring(1))
        || secrets.stream().anyMatch(text::contains);
  }

  /** What a thief of the disk has, the database's log of its changes above all. */
  private static List<Path> files() throws IOException {
    try (var files = Files.walk(HOLDFAST.bean(Settings.class).data().dir())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** A byte a character. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(ILoggingEvent event) {
    return String.join(
        " ",
        event.getLoggerName(),
        event.getFormattedMessage(),
        String.valueOf(event.getMDCPropertyMap()),
        String.valueOf(event.getKeyValuePairs()),
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()),
        "\n");
  }
}
