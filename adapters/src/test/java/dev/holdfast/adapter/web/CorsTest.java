package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.adapter.web.Wire.Answer;
import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.RateLimits;
import dev.holdfast.shared.limit.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What a browser is told of who may read our answers. */
class CorsTest {
  private static final String APP = "https://app.example.com";
  private static final String LOCAL = "http://localhost:5173";
  private static final String ID = "01890000-0000-7000-8000-000000000001";

  @SuppressWarnings("NullAway.Init")
  private static DemoServer server;

  @BeforeAll
  static void start() {
    server = new DemoServer(List.of(), RequestLimits.off(), new Cors(List.of(APP, LOCAL)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer ask(String method, String target, String... headers) {
    return Wire.exchange(server.port(), method, target, new byte[0], headers);
  }

  private static void assertReadable(Answer answer, String origin) {
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
    assertThat(answer.header("Vary")).containsIgnoringCase("Origin");
    assertThat(answer.header("Access-Control-Expose-Headers").split(", "))
        .contains("ETag", "Location", "Retry-After", "X-Request-Id", "WWW-Authenticate", "Allow");
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
  }

  private static void assertSaysNothing(Answer answer) {
    assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/things?limit=1, 200, X-Nothing: 1",
    "HEAD, /v1/things?limit=1, 200, X-Nothing: 1",
    "GET, /v1/calendar, 200, X-Nothing: 1",
    "GET, /v1/things/mine, 200, Authorization: Bearer user",
    "GET, /v1/things/mine, 401, X-Nothing: 1",
    "GET, /v1/things/mine, 401, Authorization: Bearer expired",
    "DELETE, /v1/things/" + ID + ", 403, Authorization: Bearer user",
    "DELETE, /v1/things/" + ID + ", 204, Authorization: Bearer admin",
    "GET, /v1/things/" + ID + ", 404, X-Nothing: 1",
    "GET, /v1/nothing, 404, Authorization: Bearer user",
    "PUT, /v1/things, 405, X-Nothing: 1",
    "OPTIONS, /v1/things, 405, X-Nothing: 1",
    "GET, /v1/things, 406, Accept: image/png",
    "GET, /v1/things?limit=x, 400, X-Nothing: 1",
    "GET, /v1/things/%zz, 400, X-Nothing: 1",
    "POST, /v1/things, 400, Content-Type: application/json",
    "GET, /v1/broken, 500, X-Nothing: 1",
    "GET, /v1/broken?how=outage, 503, X-Nothing: 1",
    "GET, /v1/things, 400, Transfer-Encoding: gzip",
  })
  void everyAnswerToAnAllowedOriginSaysSo(String method, String target, int status, String more) {
    for (var origin : List.of(APP, LOCAL)) {
      var answer = ask(method, target, "Origin: " + origin, more);
      assertThat(answer.status()).isEqualTo(status);
      assertReadable(answer, origin);
    }
  }

  @Test
  void whatIsTooLargeOrTooOftenSaysSoToo() {
    var body = " ".repeat(65 * 1024).getBytes(StandardCharsets.UTF_8);
    var json = "Content-Type: application/json";
    var origin = "Origin: " + APP;
    var large = Wire.exchange(server.port(), "POST", "/v1/things", body, json, origin);
    assertThat(large.status()).isEqualTo(413);
    assertReadable(large, APP);
    var limits =
        new RequestLimits(new NothingLeft(), RequestLimitsTest.NOWHERE, RequestLimitsTest.POLICIES);
    try (var full = new DemoServer(List.of(), limits, new Cors(List.of(APP)))) {
      var often = Wire.get(full.port(), "/v1/things", origin);
      assertThat(often.status()).isEqualTo(429);
      assertReadable(often, APP);
      var preflight = Wire.exchange(full.port(), "OPTIONS", "/v1/things", new byte[0], asking(APP));
      assertThat(preflight.status()).isEqualTo(204);
    }
  }

  private static final class NothingLeft implements RateLimits {
    @Override
    public Mono<Standing> take(RateLimit limit, String key) {
      return Mono.just(new Standing(limit, false, 0, Duration.ofSeconds(1)));
    }

    @Override
    public @Nullable Standing takeAtOnce(RateLimit limit, String key) {
      return null;
    }
  }

  @Test
  void aStreamSaysSoBeforeItsFirstLine() {
    try (var wire = Wire.to(server.port())) {
      wire.send(
          "GET /v1/endless HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\nOrigin: "
              + APP
              + "\r\n\r\n");
      assertReadable(wire.read(true), APP);
    }
  }

  /** Each answer is that of its own request, also where several are on their way. */
  @Test
  void answersToRequestsInARowAreToldApart() {
    try (var wire = Wire.to(server.port())) {
      var line = "GET /v1/things?limit=1 HTTP/1.1\r\nHost: x\r\n";
      var wrong = "GET /v1/things HTTP/1.1\r\nHost: x y\r\nOrigin: " + LOCAL + "\r\n\r\n";
      var origins = List.of(APP, "", LOCAL, "https://evil.example", APP);
      var all = new StringBuilder();
      origins.forEach(o -> all.append(line).append("Origin: ").append(o).append("\r\n\r\n"));
      wire.send(all + wrong);
      var told = new ArrayList<String>();
      for (var n = 0; n <= origins.size(); n++) {
        told.add(wire.read(false).header("Access-Control-Allow-Origin"));
      }
      assertThat(told).containsExactly(APP, "", LOCAL, "", APP, LOCAL);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://app.example.com.evil.example",
        "https://evil-app.example.com",
        "https://sub.app.example.com",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://app.example.com:443",
        "https://APP.example.com",
        "HTTPS://app.example.com",
        "https://app.example.com/",
        "https://app.example.com, https://app.example.com",
        "http://localhost",
        "http://localhost:5174",
        "https://localhost:5173",
        "null",
        "*",
        "",
      })
  void anyOtherOriginIsAnsweredAsIfItWereNone(String origin) {
    var answer = ask("GET", "/v1/things?limit=1", "Origin: " + origin);
    assertThat(answer.status()).isEqualTo(200);
    assertSaysNothing(answer);
    assertThat(answer.header("Vary")).isEqualTo("origin");
    var preflight = ask("OPTIONS", "/v1/things", asking(origin));
    assertThat(preflight.status()).isEqualTo(405);
    assertThat(preflight.code()).isEqualTo("method-not-allowed");
    assertSaysNothing(preflight);
  }

  @Test
  void twoOriginsAreNone() {
    var answer = ask("GET", "/v1/things?limit=1", "Origin: " + APP, "Origin: " + LOCAL);
    assertThat(answer.status()).isEqualTo(200);
    assertSaysNothing(answer);
  }

  @Test
  void whereNoOriginIsAllowedNothingIsSaidOfIt() {
    try (var closed = new DemoServer(List.of())) {
      var answer = Wire.get(closed.port(), "/v1/things?limit=1", "Origin: " + APP);
      assertThat(answer.status()).isEqualTo(200);
      assertSaysNothing(answer);
      assertThat(answer.headers()).doesNotContainKey("vary");
      var preflight =
          Wire.exchange(closed.port(), "OPTIONS", "/v1/things", new byte[0], asking(APP));
      assertThat(preflight.status()).isEqualTo(405);
      assertSaysNothing(preflight);
    }
  }

  private static String[] asking(String origin) {
    return new String[] {
      "Origin: " + origin,
      "Access-Control-Request-Method: POST",
      "Access-Control-Request-Headers: authorization,content-type,idempotency-key"
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/things", "/v1/things/mine", "/v1/hours", "/v1/nothing", "/"})
  void aPreflightIsAnsweredWithoutATokenAndForEveryPathAlike(String target) {
    var answer = ask("OPTIONS", target, asking(APP));
    assertThat(answer.status()).isEqualTo(204);
    assertReadable(answer, APP);
    assertThat(answer.header("Access-Control-Allow-Methods"))
        .isEqualTo("GET, HEAD, POST, PUT, PATCH, DELETE");
    assertThat(answer.header("Access-Control-Allow-Headers").split(", "))
        .contains("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Last-Event-ID");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("7200");
    assertThat(answer.header("Vary"))
        .contains("Access-Control-Request-Method", "Access-Control-Request-Headers", "origin");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a",
        "https://app.example.com",
        "https://app.example.com:8443",
        "https://xn--bcher-kva.example",
        "https://192.0.2.7",
        "http://localhost",
        "http://localhost:65535",
        "http://127.0.0.1:3000",
        "http://[::1]:3000",
      })
  void anOriginIsTakenAsABrowserSendsIt(String origin) {
    try (var other = new DemoServer(List.of(), RequestLimits.off(), new Cors(List.of(origin)))) {
      assertReadable(Wire.get(other.port(), "/v1/calendar", "Origin: " + origin), origin);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "",
        "app.example.com",
        "https://",
        "https://*.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://app.example.com?q",
        "https://app.example.com#f",
        "https://user@app.example.com",
        "https://App.example.com",
        "HTTPS://app.example.com",
        "https://app.example.com:443",
        "https://app.example.com:0",
        "https://app.example.com:65536",
        "https://app.example.com:",
        "https://bücher.example",
        "https://app.example.com https://b",
        " https://app.example.com",
        "http://app.example.com",
        "http://localhost.example.com",
        "http://localhost:80",
        "http://127.0.0.2",
        "ftp://localhost",
        "chrome-extension://abc",
      })
  void whatIsNoOriginCannotBeAllowed(String origin) {
    for (var all : List.of(List.of(origin), Arrays.asList(APP, origin))) {
      assertThatThrownBy(() -> new Cors(all))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + origin + "'")
          .hasMessageContaining("https://");
    }
  }
}
