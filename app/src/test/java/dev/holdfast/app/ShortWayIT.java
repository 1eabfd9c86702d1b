package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.anHour;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Reads of bookings take a short way or a long one; no client can tell which. */
class ShortWayIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String SHORT = "application/json";

  /** Means the same, and is unusual enough for the long way. */
  private static final String LONG = "application/json;q=0.9";

  private final Stage stage = new Stage(HOLDFAST);
  private final String resource = stage.resource(Map.of());
  private final String user = HOLDFAST.tokenOf("user");

  private EntityExchangeResult<byte[]> get(String token, String id, String accept) {
    return HOLDFAST
        .client()
        .get()
        .uri("/v1/bookings/" + id)
        .headers(headers -> headers.setBearerAuth(token))
        .header("Accept", accept)
        .exchange()
        .expectBody(byte[].class)
        .returnResult();
  }

  /** What a client could compare. */
  private record Answer(int status, Map<String, List<String>> headers, String body) {}

  private static Answer answer(EntityExchangeResult<byte[]> got) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    got.getResponseHeaders().forEach(headers::put);
    headers.remove("X-Request-Id");
    headers.remove("Date");
    headers.replaceAll((name, values) -> name.equals("RateLimit") ? counted(values) : values);
    var body = Objects.requireNonNull(got.getResponseBody());
    return new Answer(got.getStatus().value(), headers, new String(body, UTF_8));
  }

  /** Each answer has another count, and some the next second. */
  private static List<String> counted(List<String> standings) {
    return standings.stream()
        .map(standing -> standing.replaceAll(";r=\\d+;t=\\d+", ";r=…;t=…"))
        .toList();
  }

  private String booked() {
    var booking = stage.booked(user, anHour(stage.resource(Map.of()), tenOClock(20)));
    return booking.path("id").asString();
  }

  private static List<Timer> timers() {
    return HOLDFAST.bean(MeterRegistry.class).get("http.server.requests").timers().stream()
        .filter(timer -> "/v1/bookings/{id}".equals(timer.getId().getTag("uri")))
        .filter(timer -> "GET".equals(timer.getId().getTag("method")))
        .filter(timer -> "200".equals(timer.getId().getTag("status")))
        .toList();
  }

  private static long counted() {
    return timers().stream().mapToLong(Timer::count).sum();
  }

  @Test
  void bothWaysGiveTheSameAnswer() {
    var id = booked();
    var first = answer(get(user, id, LONG)); // and now it is at hand
    assertThat(first.status).isEqualTo(200);
    assertThat(answer(get(user, id, SHORT))).isEqualTo(first);
    assertThat(answer(get(user, id, SHORT))).isEqualTo(first);
    assertThat(answer(get(user, id, LONG))).isEqualTo(first);
  }

  /** Whichever way they come, requests are counted together. */
  @Test
  void bothWaysCountTheirUsersRequestsTogether() {
    var token = stage.newcomer();
    var id = stage.booked(token, anHour(stage.resource(Map.of()), tenOClock(22))).path("id");
    var left = remaining(get(token, id.asString(), LONG));
    for (var n = 1; n <= 10; n++) {
      var got = get(token, id.asString(), n % 3 == 0 ? LONG : SHORT);
      assertThat(remaining(got)).isEqualTo(left - n);
    }
  }

  private static long remaining(EntityExchangeResult<byte[]> got) {
    var standing = Objects.requireNonNull(got.getResponseHeaders().getFirst("RateLimit"));
    return Long.parseLong(standing.replaceAll(".*;r=(\\d+);.*", "$1"));
  }

  /** An answer is counted after it has left, so a few from before may still be added. */
  @Test
  void bothWaysAreCountedTogether() {
    var id = booked();
    var before = counted();
    for (var i = 0; i < 20; i++) {
      get(user, id, i % 2 == 0 ? LONG : SHORT);
    }
    RunningHoldfast.eventually(() -> counted() - before, all -> all >= 20 && all < 30);
    assertThat(timers()).hasSize(1);
  }

  @Test
  void whoHasItAlreadyIsToldSoOnBothWays() {
    var id = booked();
    get(user, id, SHORT);
    for (var accept : List.of(SHORT, LONG)) {
      HOLDFAST
          .client()
          .get()
          .uri("/v1/bookings/" + id)
          .headers(headers -> headers.setBearerAuth(user))
          .header("Accept", accept)
          .header("If-None-Match", "\"1\"")
          .exchange()
          .expectStatus()
          .isNotModified();
    }
  }

  @Test
  void whatHasChangedIsReadChanged() {
    var id = booked();
    get(user, id, SHORT);
    get(user, id, SHORT);
    assertThat(stage.change(user, id, "cancel", "*").status()).isEqualTo(200);
    var now = get(user, id, SHORT);
    assertThat(now.getResponseHeaders().getFirst(HttpHeaders.ETAG)).isEqualTo("\"2\"");
    assertThat(answer(now)).isEqualTo(answer(get(user, id, LONG)));
  }

  @Test
  void whatIsAtHandForItsOwnerIsHiddenFromOthers() {
    var id = booked();
    get(user, id, SHORT);
    get(user, id, SHORT);
    var other = stage.newcomer();
    get(other, booked(), SHORT); // the token is known now
    assertThat(get(other, id, SHORT).getStatus().value()).isEqualTo(404);
    assertThat(get("no.such.token", id, SHORT).getStatus().value()).isEqualTo(401);
  }

  @Test
  void whatIsWrittenOnItIsShown() {
    var items = Map.of("items", List.of(stage.item(resource, tenOClock(21), HOUR)));
    var body = new HashMap<String, Object>(items);
    body.put("note", "by the window");
    var id = stage.booked(user, body).path("id").asString();
    get(user, id, SHORT);
    var again = get(user, id, SHORT);
    assertThat(answer(again).body).contains("by the window");
    assertThat(answer(again)).isEqualTo(answer(get(user, id, LONG)));
  }
}
