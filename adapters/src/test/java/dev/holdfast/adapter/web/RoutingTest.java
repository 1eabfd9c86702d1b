package dev.holdfast.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.Wire.Answer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may go where, what is answered where nothing is, and what every answer carries. */
class RoutingTest {
  private static final String ID = "01890000-0000-7000-8000-000000000001";

  @SuppressWarnings("NullAway.Init")
  private static DemoServer server;

  @BeforeAll
  static void start() {
    server = new DemoServer(List.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/things/mine",
    "PATCH, /v1/things/" + ID,
    "GET, /v1/nothing",
    "GET, /",
    "FOO, /v1/hours",
    "GET, /v1/hours",
    "GET, /v1/things/mine/",
    "GET, /v1/things/mine?access_token=user",
    "PUT, /v1/hours;x=y",
  })
  void whatIsNotPublicIs401WithoutAToken(String method, String target) {
    var answer = Wire.exchange(server.port(), method, target, new byte[0]);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("unauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization:, unauthorized",
    "Authorization: Bearer, unauthorized",
    "Authorization: Basic dXNlcjp4, unauthorized",
    "Authorization: Token user, unauthorized",
    "Authorization: Bearer wrong, invalid-token",
    "Authorization: Bearer two words, invalid-token",
    "Authorization: Bearer expired, token-expired",
  })
  void aTokenThatIsNotGoodIs401AlsoWhereNoneIsNeeded(String header, String code) {
    for (var target : List.of("/v1/things/mine", "/v1/things", "/v1/nothing")) {
      var answer = get(target, header);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.code()).isEqualTo(code);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
  }

  @Test
  void theSchemeIsReadInAnyCaseAndTheHeaderOnlyOnce() {
    assertThat(get("/v1/things/mine", "Authorization: bearer user").status()).isEqualTo(200);
    var twice = get("/v1/things/mine", DemoServer.TOKEN, DemoServer.TOKEN);
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.code()).isEqualTo("malformed-header");
  }

  @Test
  void aRoleWithoutThePermissionIsForbiddenBeforeAnythingIsRead() {
    var target = "/v1/things/" + ID;
    var user = Wire.exchange(server.port(), "DELETE", target, new byte[0], DemoServer.TOKEN);
    assertThat(user.status()).isEqualTo(403);
    assertThat(user.code()).isEqualTo("forbidden");
    var admin = Wire.exchange(server.port(), "DELETE", target, new byte[0], DemoServer.ADMIN);
    assertThat(admin.status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /v1/things | GET, HEAD, POST",
        "FOO | /v1/things | GET, HEAD, POST",
        "TRACE | /v1/things | GET, HEAD, POST",
        "OPTIONS | /v1/things | GET, HEAD, POST",
        "POST | /v1/things/" + ID + " | DELETE, GET, HEAD, PATCH",
      })
  void anotherMethodOnAPublicPathIs405WithAllow(String method, String target, String allow) {
    var answer = Wire.exchange(server.port(), method, target, new byte[0]);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("method-not-allowed");
    assertThat(answer.header("Allow")).isEqualTo(allow);
  }

  @Test
  void anotherMethodOnASecuredPathIs405WithAToken() {
    var answer = Wire.exchange(server.port(), "GET", "/v1/hours", new byte[0], DemoServer.TOKEN);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("PUT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/nothing",
        "/v1/things/",
        "/V1/things",
        "/v1/Things/mine",
        "/v1//things",
        "/v1/things/mine/",
        "/v1/things;a=b",
        "/v1/things/mine;a=b",
        "/v1/things/" + ID
      })
  void anUnknownPathAndAnUnknownThingLookTheSame(String target) {
    var answer = get(target, DemoServer.TOKEN);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("not-found");
  }

  @Test
  void anEncodedSlashDoesNotLeadOutOfItsSegment() {
    assertThat(get("/v1/things/..%2fhours", DemoServer.TOKEN).code())
        .isEqualTo("invalid-parameter");
  }

  @Test
  void connectIsRefused() {
    try (var wire = Wire.to(server.port())) {
      wire.send("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n");
      assertThat(wire.read(false).status()).isIn(401, 405);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/things | image/png",
        "/v1/things | text/html, application/json;q=0",
        "/v1/things | application/problem+json",
        "/v1/calendar | application/json",
      })
  void whatCannotBeAnsweredIn406(String target, String accept) {
    var answer = get(target, "Accept: " + accept);
    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.code()).isEqualTo("not-acceptable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/things | */* | application/json",
        "/v1/things | application/* | application/json",
        "/v1/things | text/html, */*;q=0.1 | application/json",
        "/v1/things | application/x-ndjson | application/x-ndjson",
        "/v1/things | application/x-ndjson;q=0.5, application/json | application/json",
        "/v1/calendar | text/calendar | text/calendar",
      })
  void theAcceptedTypeIsAnswered(String target, String accept, String type) {
    var answer = get(target, "Accept: " + accept);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith(type);
  }

  @Test
  void anAcceptHeaderThatIsNoneIsMalformed() {
    assertThat(get("/v1/things", "Accept: nonsense").code()).isEqualTo("malformed-header");
  }

  @Test
  void headIsGetWithoutABodyAndDoesNotRunAStreamToItsEnd() {
    var head = Wire.exchange(server.port(), "HEAD", "/v1/things?limit=1", new byte[0]);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Type")).isEqualTo("application/json");
    assertThat(Integer.parseInt(head.header("Content-Length"))).isPositive();
    var endless =
        Wire.exchange(
            server.port(), "HEAD", "/v1/endless", new byte[0], "Accept: application/x-ndjson");
    assertThat(endless.status()).isEqualTo(200);
    var refused = Wire.exchange(server.port(), "HEAD", "/v1/things/mine", new byte[0]);
    assertThat(refused.status()).isEqualTo(401);
    var missing =
        Wire.exchange(server.port(), "HEAD", "/v1/things/" + ID, new byte[0], DemoServer.TOKEN);
    assertThat(missing.status()).isEqualTo(404);
  }

  @Test
  void aProblemSaysAllItShouldAndNothingItShouldNot() {
    for (var how : List.of("thrown", "signalled")) {
      var answer = get("/v1/broken?how=" + how, "X-Request-Id: my-request.1");
      assertThat(answer.status()).isEqualTo(500);
      var json = answer.json();
      assertThat(json.path("type").asString())
          .isEqualTo("https://holdfast.dev/problems/internal-error");
      assertThat(json.path("title").asString()).isEqualTo("Internal error");
      assertThat(json.path("status").intValue()).isEqualTo(500);
      assertThat(json.path("instance").asString()).isEqualTo("/v1/broken");
      assertThat(json.path("code").asString()).isEqualTo("internal-error");
      assertThat(json.path("traceId").asString()).isEqualTo("my-request.1");
      assertThat(json.path("retryable").booleanValue()).isFalse();
      assertThat(answer.body())
          .doesNotContainIgnoringCase("select")
          .doesNotContain("dev.holdfast.U");
    }
  }

  @Test
  void anOutageIsWorthARetryAndNamesNobody() {
    var answer = get("/v1/broken?how=outage");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("dependency-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.json().path("retryable").booleanValue()).isTrue();
    assertThat(answer.body()).doesNotContain("10.0.0.5");
  }

  @Test
  void aRequestIdIsTakenWhenItIsSaneAndMadeWhenItIsNot() {
    assertThat(get("/v1/things", "X-Request-Id: abc_1.2-3").header("X-Request-Id"))
        .isEqualTo("abc_1.2-3");
    for (var bad : List.of("a b", "x".repeat(65), "<script>", "ü")) {
      assertThat(get("/v1/things", "X-Request-Id: " + bad).header("X-Request-Id"))
          .matches("[0-9a-f]{32}");
    }
    assertThat(get("/v1/things", "X-Request-Id: a", "X-Request-Id: b").header("X-Request-Id"))
        .matches("[0-9a-f]{32}");
  }

  @Test
  void theTraceIdIsThatOfTraceparentWhereThereIsAGoodOne() {
    var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    var good = get("/v1/nothing", "traceparent: 00-" + trace + "-00f067aa0ba902b7-01");
    assertThat(good.json().path("traceId").asString()).isEqualTo(trace);
    var zero = get("/v1/nothing", "traceparent: 00-" + "0".repeat(32) + "-00f067aa0ba902b7-01");
    assertThat(zero.json().path("traceId").asString()).isEqualTo(zero.header("X-Request-Id"));
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() {
    var version = Pattern.compile("(?i)netty|spring|reactor");
    for (var answer :
        List.of(
            get("/v1/things"),
            get("/v1/nothing"),
            get("/v1/broken"),
            get("/v1/things?limit=x"),
            get("/v1/bad uri"),
            get("/v1/things/%zz"),
            get("/" + "x".repeat(9_000)),
            get("/v1/things", "X-Long: " + "x".repeat(17_000)))) {
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(answer.header("Content-Security-Policy"))
          .isEqualTo("default-src 'none'; frame-ancestors 'none'");
      assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("X-Request-Id")).isNotEmpty();
      assertThat(answer.headers().toString()).doesNotContainPattern(version);
    }
  }

  @Test
  void aRequestTheServerItselfRefusesIsAProblemToo() {
    var line = get("/" + "x".repeat(9_000));
    assertThat(line.status()).isEqualTo(414);
    assertThat(line.code()).isEqualTo("uri-too-long");
    var header = get("/v1/things", "Authorization: Bearer " + "x".repeat(100_000));
    assertThat(header.status()).isEqualTo(431);
    assertThat(header.code()).isEqualTo("header-too-large");
    var uri = get("/v1/things/%zz");
    assertThat(uri.status()).isEqualTo(400);
    assertThat(uri.code()).isNotEmpty();
  }

  @Test
  void aForwardedAddressCountsOnlyFromAProxyWeTrust() {
    var spoofed = get("/v1/things/mine", DemoServer.TOKEN, "X-Forwarded-For: 203.0.113.9");
    assertThat(spoofed.json().path("ip").asString()).isEqualTo("127.0.0.1");
    try (var behind = new DemoServer(List.of("127.0.0.0/8", "10.0.0.0/8"))) {
      var forwarded =
          Wire.get(
              behind.port(),
              "/v1/things/mine",
              DemoServer.TOKEN,
              "X-Forwarded-For: 198.51.100.1, 203.0.113.9, 10.1.2.3");
      assertThat(forwarded.json().path("ip").asString()).isEqualTo("203.0.113.9");
      var standard =
          Wire.get(
              behind.port(),
              "/v1/things/mine",
              DemoServer.TOKEN,
              "Forwarded: for=\"[2001:db8::1]:4711\";proto=https");
      assertThat(standard.json().path("ip").asString()).isEqualTo("2001:db8:0:0:0:0:0:1");
    }
  }

  private static Answer get(String target, String... headers) {
    return Wire.get(server.port(), target, headers);
  }
}
