package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.CLUB;
import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.contract.OpenApiContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * What the server says to requests that no honest client sends, or only by mistake: a table, each
 * row with neighbours. Every answer is a problem as openapi.yaml has it.
 */
class BadInputIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String USER = HOLDFAST.tokenOf("user");
  private static final String MANAGER = HOLDFAST.tokenOf("manager");
  private static final String ADMIN = HOLDFAST.tokenOf("admin");
  private static final String UNKNOWN = "0190a000-0000-7000-8000-00000000dead";
  private static final String JSON = "application/json";
  private static final String GOOD =
      "{\"items\":[{\"resourceId\":\"%s\",\"start\":\"%s\",\"end\":\"%s\"}]%s}";

  /**
   * A request, and what it may be answered.
   *
   * @param body a character for each byte; absent where there is none
   */
  record Case(
      String name,
      String method,
      String path,
      Map<String, String> headers,
      @Nullable String body,
      List<Integer> statuses,
      List<String> codes) {
    Case with(String header, String value) {
      var all = new HashMap<>(headers);
      all.put(header, value);
      return new Case(name, method, path, all, body, statuses, codes);
    }

    Case as(String token) {
      return with("Authorization", "Bearer " + token);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Case ask(String name, String method, String path, int status, String... codes) {
    return new Case(name, method, path, Map.of(), null, List.of(status), List.of(codes));
  }

  private static Case send(
      String name, String method, String path, byte[] body, int status, String... codes) {
    return new Case(
        name,
        method,
        path,
        Map.of("Content-Type", JSON),
        new String(body, ISO_8859_1),
        List.of(status),
        List.of(codes));
  }

  /** A booking with this body, by someone who may make one. */
  private static Case book(String name, byte[] body, int status, String... codes) {
    return send(name, "POST", "/v1/bookings", body, status, codes)
        .with("Idempotency-Key", UUID.randomUUID().toString())
        .as(USER);
  }

  private static Case book(String name, String body, int status, String... codes) {
    return book(name, body.getBytes(UTF_8), status, codes);
  }

  /** A booking of the court from this instant to that. */
  private static Case book(String name, String start, String end, int status, String... codes) {
    return book(name, GOOD.formatted(COURT, start, end, ""), status, codes);
  }

  static Stream<Case> bodies() {
    var start = "2027-02-01T09:00:00Z";
    var end = "2027-02-01T10:00:00Z";
    var good = GOOD.formatted(COURT, start, end, "");
    var open = "{\"items\":";
    return Stream.of(
        book("1 empty", "", 400, "malformed-body"),
        book("1 blank", "  \n", 400, "malformed-body"),
        book("2 cut", "{", 400, "malformed-body"),
        book("2 cut in a string", "{\"items", 400, "malformed-body"),
        book("3 null", "null", 400, "malformed-body"),
        book("3 array", "[]", 400, "malformed-body"),
        book("3 text", "\"x\"", 400, "malformed-body"),
        book("3 number", "1", 400, "malformed-body"),
        book("5 trailing garbage", good + "xyz", 400, "malformed-body"),
        book("5 a second body", good + good, 400, "malformed-body"),
        book("6 a field twice", open + "[],\"items\":[]}", 400, "duplicate-field"),
        book("7 unknown field", "{\"foo\":1}", 400, "unknown-field"),
        book("7 a field in another case", "{\"Items\":[]}", 400, "unknown-field"),
        book("8 status", addition(good, "\"status\":\"CONFIRMED\""), 400, "unknown-field"),
        book("8 userId", addition(good, "\"userId\":\"" + UNKNOWN + "\""), 400, "unknown-field"),
        book("8 price", addition(good, "\"price\":0"), 400, "unknown-field"),
        book("8 prototype", addition(good, "\"__proto__\":{}"), 400, "unknown-field"),
        book("9 depth", open + "[".repeat(10_000), 400, "json-too-deep"),
        book(
            "9 depth in objects",
            "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000),
            400,
            "json-too-deep"),
        book("11 NaN", open + "NaN}", 400, "malformed-body"),
        book("11 Infinity", open + "-Infinity}", 400, "malformed-body"),
        book("11 hexadecimal", open + "0x10}", 400, "malformed-body"),
        book("11 leading zero", open + "01}", 400, "malformed-body"),
        book("11 single quotes", "{'items':[]}", 400, "malformed-body"),
        book("11 comment", "{/* */\"items\":[]}", 400, "malformed-body"),
        book("11 trailing comma", open + "[],}", 400, "malformed-body"),
        book("12 5 MiB", note("x".repeat(5 << 20)), 413, "body-too-large"),
        book("13 64 KiB and 1", " ".repeat((64 << 10) + 1), 413, "body-too-large"),
        book("15 gzip", gzip(good), 415, "unsupported-encoding").with("Content-Encoding", "gzip"),
        book("15 brotli", good, 415, "unsupported-encoding").with("Content-Encoding", "br"),
        book("17 UTF-16", good.getBytes(UTF_16), 400, "invalid-encoding"),
        book(
            "17 half a character",
            bytes(open + "[],\"note\":\"", 0xC3, "\"}"),
            400,
            "invalid-encoding"),
        book("17 overlong", bytes(open + "[],\"note\":\"", 0xC0, "\"}"), 400, "invalid-encoding"),
        book("21 text", good, 415, "unsupported-media-type").with("Content-Type", "text/plain"),
        book(
                "21 XML",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
                415,
                "unsupported-media-type")
            .with("Content-Type", "application/xml"),
        book("21 form", "a=b", 415, "unsupported-media-type")
            .with("Content-Type", "application/x-www-form-urlencoded"),
        book("22 UTF-7", good, 415, "unsupported-media-type")
            .with("Content-Type", "application/json; charset=utf-7"),
        book("23 image", good, 406, "not-acceptable").with("Accept", "image/png"),
        book("34 end is start", start, start, 422, "invalid-interval"),
        book("35 end before start", end, start, 422, "invalid-interval"),
        book("37 a microsecond", start, "2027-02-01T09:00:00.000001Z", 422, "interval-length"),
        book("37 400 days", start, "2028-03-07T09:00:00Z", 422, "interval-length"),
        book(
            "38 off the grid",
            "2027-02-01T09:07:00Z",
            "2027-02-01T10:07:00Z",
            422,
            "interval-grid"),
        book(
            "39 at night",
            "2027-02-01T02:00:00Z",
            "2027-02-01T03:00:00Z",
            422,
            "outside-opening-hours"),
        book("40 year 0", "0000-01-01T10:00:00Z", end, 400, "invalid-timestamp"),
        book("40 year -1", "-0001-01-01T10:00:00Z", end, 400, "invalid-timestamp"),
        book("40 year 10000", start, "+10000-01-01T10:00:00Z", 400, "invalid-timestamp"),
        book("40 year 294277", start, "+294277-01-01T10:00:00Z", 400, "invalid-timestamp"),
        book("40 year 999999999", start, "+999999999-01-01T10:00:00Z", 400, "invalid-timestamp"),
        book("40 year 9999", "9999-12-31T10:00:00Z", "9999-12-31T11:00:00Z", 422, "beyond-horizon"),
        book("41 no offset", "2027-02-01T10:00", end, 400, "invalid-timestamp"),
        book("41 a date", "2027-02-01", end, 400, "invalid-timestamp"),
        book("42 offset", "2027-02-01T10:00:00+99:00", end, 400, "invalid-timestamp"),
        book("42 hour 24", "2027-02-01T24:00:00Z", end, 400, "invalid-timestamp"),
        book("42 30 February", "2027-02-30T10:00:00Z", end, 400, "invalid-timestamp"),
        book("42 leap second", "2027-02-01T23:59:60Z", end, 400, "invalid-timestamp"),
        book("51 unknown resource", GOOD.formatted(UNKNOWN, start, end, ""), 404, "not-found"),
        book(
            "53 expected total",
            addition(good, "\"expectedTotal\":{\"amount\":\"1.00\",\"currency\":\"EUR\"}"),
            409,
            "total-mismatch"),
        book(
            "53 digits",
            addition(good, "\"expectedTotal\":{\"amount\":\"1.000\",\"currency\":\"EUR\"}"),
            400,
            "invalid-format"),
        book(
            "53 currency",
            addition(good, "\"expectedTotal\":{\"amount\":\"1.00\",\"currency\":\"XXQ\"}"),
            422,
            "validation"),
        book("60 no key", good, 400, "idempotency-key-missing").with("Idempotency-Key", ""),
        book("61 a key that is none", good, 400, "idempotency-key-invalid")
            .with("Idempotency-Key", "a key"),
        book("61 a key that is too long", good, 400, "idempotency-key-invalid")
            .with("Idempotency-Key", "k".repeat(256)));
  }

  private static String addition(String body, String field) {
    return body.substring(0, body.length() - 1) + "," + field + "}";
  }

  private static String note(String text) {
    return "{\"items\":[],\"note\":\"" + text + "\"}";
  }

  private static byte[] bytes(String before, int middle, String after) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(before.getBytes(UTF_8));
    all.write(middle);
    all.writeBytes(after.getBytes(UTF_8));
    return all.toByteArray();
  }

  private static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Stream<Case> texts() {
    var cases = new ArrayList<Case>();
    Map.of(
            "bidi override", "\\u202eAda",
            "zero width", "A\\u200bda",
            "control", "A\\u0007da",
            "NUL", "A\\u0000da",
            "line break", "A\\nda",
            "byte order mark", "\\ufeffAda",
            "four marks", "A\\u0301\\u0301\\u0301\\u0301da",
            "half a pair", "\\ud800",
            "blank", "   ",
            "201 characters", "x".repeat(201))
        .forEach(
            (what, text) -> {
              cases.add(
                  send(
                          "19 name: " + what,
                          "PATCH",
                          "/v1/users/me",
                          ("{\"firstName\":\"" + text + "\"}").getBytes(UTF_8),
                          422,
                          "validation")
                      .with("If-Match", "*")
                      .as(USER));
              cases.add(
                  send(
                          "19 venue: " + what,
                          "PATCH",
                          "/v1/venues/" + CLUB,
                          ("{\"name\":\"" + text + "\"}").getBytes(UTF_8),
                          422,
                          "validation")
                      .with("If-Match", "*")
                      .as(MANAGER));
            });
    return cases.stream();
  }

  static Stream<Case> numbers() {
    return Stream.of(
        capacity("52 -1", "-1", 422, "validation"),
        capacity("52 0", "0", 422, "validation"),
        capacity("52 2^31", "2147483648", 422, "validation"),
        capacity("52b 2^63", "9223372036854775808", 400, "malformed-body", "number-out-of-range"),
        capacity("52b 1.5", "1.5", 400, "malformed-body", "number-out-of-range"),
        capacity("52b 1e400", "1e400", 400, "malformed-body", "number-out-of-range"),
        capacity("52b a text", "\"3\"", 400, "malformed-body"),
        capacity("52b true", "true", 400, "malformed-body"),
        price("53 negative", "\"-1.00\"", "EUR", 422, "validation"),
        price("53 unknown currency", "\"1.00\"", "XXQ", 422, "validation"),
        price("53 too many digits", "\"1.001\"", "EUR", 400, "invalid-format"),
        price("53 a number", "1", "EUR", 400, "malformed-body"),
        price("53 exponent", "\"1e2\"", "EUR", 400, "invalid-format"));
  }

  private static Case resource(String name, String field, int status, String... codes) {
    return send(
            name,
            "POST",
            "/v1/venues/" + CLUB + "/resources",
            ("{\"name\":\"Hall\"," + field + "}").getBytes(UTF_8),
            status,
            codes)
        .as(MANAGER);
  }

  private static Case capacity(String name, String value, int status, String... codes) {
    return resource(name, "\"capacity\":" + value, status, codes);
  }

  private static Case price(
      String name, String amount, String currency, int status, String... codes) {
    return resource(
        name,
        "\"price\":{\"amount\":%s,\"currency\":\"%s\",\"per\":\"HOUR\"}"
            .formatted(amount, currency),
        status,
        codes);
  }

  static Stream<Case> paths() {
    return Stream.of(
        ask("26 PUT on a collection", "PUT", "/v1/bookings", 405, "method-not-allowed").as(USER),
        ask("26 DELETE on a collection", "DELETE", "/v1/venues", 405, "method-not-allowed"),
        ask("29 trailing slash", "GET", "/v1/bookings/", 404, "not-found").as(USER),
        ask("29 trailing slash, nobody", "GET", "/v1/bookings/", 401, "unauthorized"),
        ask("29 case", "GET", "/v1/Bookings", 404, "not-found").as(USER),
        ask("29 case, nobody", "GET", "/V1/audit", 401, "unauthorized"),
        ask("29 two slashes", "GET", "/v1//bookings", 404, "not-found").as(USER),
        ask("29 matrix parameter", "GET", "/v1/bookings;a=b", 404, "not-found").as(USER),
        ask("29 encoded slash", "GET", "/v1%2Fbookings", 404, "not-found").as(USER),
        ask("29 dots", "GET", "/v1/venues/..%2f..%2fv1/audit", 404, "not-found").as(USER),
        ask("30 id", "GET", "/v1/bookings/abc", 400, "invalid-parameter").as(USER),
        ask("30 short id", "GET", "/v1/bookings/1-1-1-1-1", 400, "invalid-parameter").as(USER),
        ask("31 SQL", "GET", "/v1/bookings/'%20OR%201=1--", 400, "invalid-parameter").as(USER),
        ask("31 NUL", "GET", "/v1/bookings/%00", 400, "invalid-parameter").as(USER),
        ask("32 unknown", "GET", "/v1/bookings/" + UNKNOWN, 404, "not-found").as(USER),
        ask("78 limit 0", "GET", "/v1/bookings?limit=0", 400, "invalid-parameter").as(USER),
        ask("78 limit -1", "GET", "/v1/bookings?limit=-1", 400, "invalid-parameter").as(USER),
        ask("78 limit 10^9", "GET", "/v1/bookings?limit=1000000000", 400, "invalid-parameter")
            .as(USER),
        ask("78 limit twice", "GET", "/v1/bookings?limit=1&limit=2", 400, "invalid-parameter")
            .as(USER),
        ask("78 unknown parameter", "GET", "/v1/bookings?offset=1", 400, "invalid-parameter")
            .as(USER),
        ask("78 bad escape", "GET", "/v1/bookings?status=%C3", 400, "invalid-parameter").as(USER),
        ask("78 cursor", "GET", "/v1/bookings?cursor=AAAA", 400, "invalid-cursor").as(USER),
        ask(
                "78 of another list",
                "GET",
                "/v1/bookings?cursor=" + cursorOfVenues(),
                400,
                "invalid-cursor")
            .as(USER));
  }

  static Stream<Case> preconditions() {
    return Stream.of(
        venue("57 no If-Match", null, 428, "precondition-required"),
        venue("58 stale", "\"987654321\"", 412, "version-mismatch"),
        venue("58 weak", "W/\"1\"", 412, "version-mismatch"),
        venue("58 no number", "\"abc\"", 412, "version-mismatch"),
        venue("59 no tag", "1", 400, "malformed-header"),
        venue("59 half a tag", "\"1", 400, "malformed-header"));
  }

  private static Case venue(String name, @Nullable String ifMatch, int status, String... codes) {
    var change =
        send(name, "PATCH", "/v1/venues/" + CLUB, "{}".getBytes(UTF_8), status, codes).as(MANAGER);
    return ifMatch == null ? change : change.with("If-Match", ifMatch);
  }

  private static String cursorOfVenues() {
    var page = json(HOLDFAST.client().get().uri("/v1/venues?limit=1").exchange());
    return page.path("nextCursor").asString();
  }

  static Stream<Case> tokens() {
    var parts = List.of(USER.split("\\.", -1));
    var none = encoded("{\"alg\":\"none\",\"typ\":\"at+jwt\"}");
    var hmac = encoded("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}");
    var kid = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}";
    return Stream.of(
        me("67 no token", null, "unauthorized"),
        me("67 empty", "Bearer ", "unauthorized"),
        me("67 Basic", "Basic dXNlcjpwYXNzd29yZA==", "unauthorized"),
        me("68 none", "Bearer " + none + "." + parts.get(1) + ".", "invalid-token"),
        me(
            "68 None",
            "Bearer " + encoded("{\"alg\":\"None\"}") + "." + parts.get(1) + ".",
            "invalid-token"),
        me("68 no signature", "Bearer " + parts.get(0) + "." + parts.get(1) + ".", "invalid-token"),
        me("69 HS256", "Bearer " + hmac + "." + parts.get(1) + "." + parts.get(2), "invalid-token"),
        me(
            "70 another's payload",
            "Bearer " + parts.get(0) + "." + ADMIN.split("\\.", -1)[1] + "." + parts.get(2),
            "invalid-token"),
        me(
            "71 jku",
            "Bearer "
                + encoded("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"jku\":\"http://127.0.0.1:9/k\"}")
                + "."
                + parts.get(1)
                + "."
                + parts.get(2),
            "invalid-token"),
        me(
            "71 kid is a path",
            "Bearer "
                + encoded(kid.formatted("../../etc/passwd"))
                + "."
                + parts.get(1)
                + "."
                + parts.get(2),
            "invalid-token"),
        me(
            "71 kid is SQL",
            "Bearer "
                + encoded(kid.formatted("' OR 1=1--"))
                + "."
                + parts.get(1)
                + "."
                + parts.get(2),
            "invalid-token"),
        me("74 a refresh token", "Bearer " + "r".repeat(43), "invalid-token"),
        me("76 in the query", null, "unauthorized"));
  }

  private static Case me(String name, @Nullable String authorization, String code) {
    var query = name.endsWith("in the query") ? "?access_token=" + USER : "";
    var asked = ask(name, "GET", "/v1/users/me" + query, 401, code);
    return authorization == null ? asked : asked.with("Authorization", authorization);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  static Stream<Case> webhooks() {
    return Stream.of(
            "http://example.org/hook",
            "file:///etc/passwd",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://[::ffff:169.254.169.254]/",
            "https://[2002:a9fe:a9fe::]/",
            "https://[64:ff9b::a9fe:a9fe]/",
            "https://10.1.2.3/",
            "https://example.org@127.0.0.1/",
            "https://a@example.org/",
            "https://example.org:25/",
            "https://localhost/")
        .map(
            url ->
                send(
                        "80 " + url,
                        "POST",
                        "/v1/webhook-endpoints",
                        "{\"url\":\"%s\",\"types\":[\"booking.*\"],\"venueId\":\"%s\"}"
                            .formatted(url, CLUB)
                            .getBytes(UTF_8),
                        422,
                        "forbidden-url",
                        "validation")
                    .as(MANAGER));
  }

  @ParameterizedTest
  @MethodSource({"bodies", "texts", "numbers", "paths", "preconditions", "tokens", "webhooks"})
  void isAnsweredAsTheTableSays(Case asked) {
    var answer = answer(asked);
    assertThat(asked.codes()).contains(answer.path("code").asString());
    assertThat(asked.statuses()).contains(answer.path("status").asInt());
  }

  private static JsonNode answer(Case asked) {
    var publisher =
        asked.body() == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(asked.body(), ISO_8859_1);
    var uri = "http://127.0.0.1:" + HOLDFAST.port() + asked.path();
    var request = HttpRequest.newBuilder(URI.create(uri)).method(asked.method(), publisher);
    asked
        .headers()
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                request.header(name, value);
              }
            });
    try {
      var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      var headers = new HttpHeaders();
      answer.headers().map().forEach(headers::addAll);
      var path = URI.create(uri).getRawPath();
      OpenApiContract.contract()
          .check(asked.method(), path, answer.statusCode(), headers, answer.body());
      return json(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherUsersBookingLooksLikeOneThatNeverWas() {
    var stage = new Stage(HOLDFAST);
    var place = stage.resource(Map.of());
    var theirs =
        stage
            .booked(
                stage.newcomer(),
                Map.of(
                    "items",
                    List.of(
                        stage.item(
                            place, Instant.parse("2027-06-01T10:00:00Z"), Duration.ofHours(1)))))
            .path("id")
            .asString();
    var hidden = stage.find(USER, theirs).body();
    var unknown = stage.find(USER, UNKNOWN).body();
    for (var member : List.of("type", "title", "status", "detail", "code", "retryable")) {
      assertThat(hidden.path(member)).isEqualTo(unknown.path(member));
    }
    assertThat(hidden.propertyNames()).isEqualTo(unknown.propertyNames());
  }
}
