package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.KAYAKS;
import static dev.holdfast.app.RunningHoldfast.OTHER_COURT;
import static dev.holdfast.app.RunningHoldfast.anHour;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

/** One stranger's walk through all of it; every answer is held to openapi.yaml. */
class WalkIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final WebTestClient client = HOLDFAST.client();

  @Test
  void aStrangerSignsUpSignsInAndSeesThemselves() {
    var email = "Stranger." + UUID.randomUUID() + "@Example.com";
    var person =
        Map.of(
            "email", email,
            "password", "a long walk along the river",
            "firstName", "Stella",
            "lastName", "Stranger",
            "phone", "+43 660 1234567");
    var made =
        json(
            client.post().uri("/v1/users").bodyValue(person).exchange().expectStatus().isCreated());
    assertThat(made.path("email").asString()).isEqualToIgnoringCase(email);
    assertThat(made.path("role").asString()).isEqualTo("USER");
    client.post().uri("/v1/users").bodyValue(person).exchange().expectStatus().isEqualTo(409);
    var token = HOLDFAST.logIn(email, "a long walk along the river");
    var me = json(get(token, "/v1/users/me").expectStatus().isOk());
    assertThat(me.path("id")).isEqualTo(made.path("id"));
    assertThat(me.path("phone").asString()).isEqualTo("+436601234567");
  }

  @Test
  void aWrongPasswordAndAnUnknownAccountGetTheSameAnswer() {
    var wrong = refusedLogin("user@holdfast.test");
    var unknown = refusedLogin("nobody@holdfast.test");
    assertThat(wrong.path("code").asString()).isEqualTo("invalid-credentials");
    assertThat(unknown.path("detail")).isEqualTo(wrong.path("detail"));
  }

  private JsonNode refusedLogin(String email) {
    return json(
        client
            .post()
            .uri("/v1/auth/login")
            .bodyValue(Map.of("email", email, "password", "not the right password"))
            .exchange()
            .expectStatus()
            .isUnauthorized());
  }

  @Test
  void aRefreshTokenWorksOnceAndItsReuseEndsTheSession() {
    var first =
        tokens(
            "/v1/auth/login", Map.of("email", "user@holdfast.test", "password", DemoData.PASSWORD));
    var second = tokens("/v1/auth/refresh", Map.of("refreshToken", first));
    refusedRefresh(first, "token-reuse");
    refusedRefresh(second, "token-reuse");
    refusedRefresh("garbage", "invalid-token");
    client
        .post()
        .uri("/v1/auth/logout")
        .bodyValue(Map.of("refreshToken", second))
        .exchange()
        .expectStatus()
        .isNoContent();
  }

  private String tokens(String uri, Map<String, String> body) {
    return json(client.post().uri(uri).bodyValue(body).exchange().expectStatus().isOk())
        .path("refreshToken")
        .asString();
  }

  private void refusedRefresh(String token, String code) {
    var problem =
        json(
            client
                .post()
                .uri("/v1/auth/refresh")
                .bodyValue(Map.of("refreshToken", token))
                .exchange()
                .expectStatus()
                .isUnauthorized());
    assertThat(problem.path("code").asString()).isIn(code, "invalid-token");
  }

  @Test
  void aTakenSlotIsRefusedWithAlternativesThatCanBeBooked() {
    var token = HOLDFAST.tokenOf("user");
    var wish = anHour(COURT, tenOClock(3));
    HOLDFAST.book(token, wish).expectStatus().isCreated();
    var problem = json(HOLDFAST.book(token, wish).expectStatus().isEqualTo(409));
    assertThat(problem.path("code").asString()).isEqualTo("slot-taken");
    assertThat(problem.path("conflicts").path(0).path("resourceId").asString()).isEqualTo(COURT);
    var next = Instant.parse(problem.path("alternatives").path(0).path("start").asString());
    assertThat(next).isEqualTo(tenOClock(3).plus(Duration.ofHours(1)));
    HOLDFAST.book(token, anHour(COURT, next)).expectStatus().isCreated();
  }

  @Test
  void aRetryGetsTheFirstAnswerByteForByte() {
    var token = HOLDFAST.tokenOf("user");
    var key = UUID.randomUUID().toString();
    var wish = anHour(COURT, tenOClock(4));
    var first = HOLDFAST.book(token, key, wish).expectStatus().isCreated();
    var again =
        HOLDFAST
            .book(token, key, wish)
            .expectStatus()
            .isCreated()
            .expectHeader()
            .valueEquals("Idempotency-Replayed", "true");
    assertThat(body(again)).isEqualTo(body(first));
    var other = HOLDFAST.book(token, key, anHour(COURT, tenOClock(5)));
    assertThat(json(other.expectStatus().isEqualTo(422)).path("code").asString())
        .isEqualTo("idempotency-key-reuse");
  }

  private static byte[] body(WebTestClient.ResponseSpec answer) {
    return Objects.requireNonNull(answer.expectBody(byte[].class).returnResult().getResponseBody());
  }

  @Test
  void aBookingOverSeveralResourcesStandsOrFallsAsAWhole() {
    var token = HOLDFAST.tokenOf("user");
    var start = tenOClock(6);
    HOLDFAST.book(token, anHour(OTHER_COURT, start)).expectStatus().isCreated();
    var both = Map.of("items", List.of(item(COURT, start, 1), item(OTHER_COURT, start, 1)));
    var problem = json(HOLDFAST.book(token, both).expectStatus().isEqualTo(409));
    assertThat(problem.path("conflicts")).hasSize(1);
    assertThat(problem.path("conflicts").path(0).path("pointer").asString()).isEqualTo("/items/1");
    HOLDFAST.book(token, anHour(COURT, start)).expectStatus().isCreated();
  }

  @Test
  void capacityIsCountedInUnits() {
    var token = HOLDFAST.tokenOf("user");
    var start = tenOClock(7);
    var six = Map.of("items", List.of(item(KAYAKS, start, 6)));
    var booking = json(HOLDFAST.book(token, six).expectStatus().isCreated());
    assertThat(booking.path("items")).hasSize(6);
    assertThat(booking.path("total").path("amount").asString()).isEqualTo("90.00");
    HOLDFAST.book(token, six).expectStatus().isEqualTo(409);
    var two = Map.of("items", List.of(item(KAYAKS, start, 2)));
    HOLDFAST.book(token, two).expectStatus().isCreated();
  }

  private static Map<String, Object> item(String resource, Instant start, int units) {
    return Map.of(
        "resourceId",
        resource,
        "start",
        start.toString(),
        "end",
        start.plus(Duration.ofHours(1)).toString(),
        "units",
        units);
  }

  @Test
  void aHoldIsConfirmedOnceAndForAll() {
    var token = HOLDFAST.tokenOf("user");
    var hold = json(hold(token, COURT, tenOClock(8)).expectStatus().isCreated());
    assertThat(hold.path("status").asString()).isEqualTo("PENDING");
    assertThat(hold.path("awaiting").path(0).asString()).isEqualTo("CONFIRMATION");
    var id = hold.path("id").asString();
    change(token, id, "confirm", null).expectStatus().isEqualTo(428);
    change(token, id, "confirm", "\"7\"").expectStatus().isEqualTo(412);
    var confirmed = json(change(token, id, "confirm", "\"1\"").expectStatus().isOk());
    assertThat(confirmed.path("status").asString()).isEqualTo("CONFIRMED");
    assertThat(confirmed.path("version").asInt()).isEqualTo(2);
    var again = json(change(token, id, "confirm", "\"1\"").expectStatus().isOk());
    assertThat(again).isEqualTo(confirmed);
  }

  @Test
  void aLapsedHoldGivesItsUnitsBackAndCannotBeConfirmed() {
    var manager = HOLDFAST.tokenOf("manager");
    var venue = json(get(manager, "/v1/venues/" + RunningHoldfast.CLUB).expectStatus().isOk());
    patchHoldTtl(manager, venue.path("version").asLong(), "PT1S");
    try {
      var token = HOLDFAST.tokenOf("user");
      var start = tenOClock(9);
      var id = json(hold(token, COURT, start).expectStatus().isCreated()).path("id").asString();
      eventually(() -> status(token, id), "EXPIRED"::equals);
      var problem = json(change(token, id, "confirm", "*").expectStatus().isEqualTo(409));
      assertThat(problem.path("code").asString()).isEqualTo("hold-expired");
      HOLDFAST.book(token, anHour(COURT, start)).expectStatus().isCreated();
    } finally {
      patchHoldTtl(manager, venue.path("version").asLong() + 1, "PT10M");
    }
  }

  private String status(String token, String id) {
    return json(get(token, "/v1/bookings/" + id).expectStatus().isOk()).path("status").asString();
  }

  private void patchHoldTtl(String token, long version, String ttl) {
    client
        .patch()
        .uri("/v1/venues/" + RunningHoldfast.CLUB)
        .headers(headers -> headers.setBearerAuth(token))
        .header("If-Match", "\"" + version + "\"")
        .bodyValue(Map.of("holdTtl", ttl))
        .exchange()
        .expectStatus()
        .isOk();
  }

  private WebTestClient.ResponseSpec hold(String token, String resource, Instant start) {
    return HOLDFAST.book(token, Map.of("items", List.of(item(resource, start, 1)), "hold", true));
  }

  @Test
  void whoFollowsABookingSeesItAndThenItsCancellation() {
    var token = HOLDFAST.tokenOf("user");
    var id =
        json(HOLDFAST.book(token, anHour(COURT, tenOClock(10))).expectStatus().isCreated())
            .path("id")
            .asString();
    var events =
        client
            .get()
            .uri("/v1/bookings/" + id + "/events")
            .headers(headers -> headers.setBearerAuth(token))
            .accept(MediaType.TEXT_EVENT_STREAM)
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
            .getResponseBody();
    var named = Flux.from(events).mapNotNull(ServerSentEvent::event);
    StepVerifier.create(named)
        .expectNext("snapshot")
        .then(() -> change(token, id, "cancel", "\"1\"").expectStatus().isOk())
        .expectNext("booking.cancelled")
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  void everyWriteLeavesAnAuditDocument() {
    var token = HOLDFAST.tokenOf("user");
    var id =
        json(HOLDFAST.book(token, anHour(COURT, tenOClock(11))).expectStatus().isCreated())
            .path("id")
            .asString();
    change(token, id, "cancel", "*").expectStatus().isOk();
    var admin = HOLDFAST.tokenOf("admin");
    var trail =
        eventually(
            () -> json(get(admin, "/v1/audit?entityId=" + id).expectStatus().isOk()),
            page -> page.path("items").size() == 2);
    var items = trail.path("items");
    assertThat(items.path(0).path("action").asString()).isEqualTo("booking.cancelled");
    assertThat(items.path(1).path("action").asString()).isEqualTo("booking.created");
    assertThat(items.path(0).path("previousHash")).isNotNull();
    get(token, "/v1/audit").expectStatus().isForbidden();
  }

  @Test
  void someoneElsesBookingDoesNotExist() {
    var admin = HOLDFAST.tokenOf("admin");
    var id =
        json(HOLDFAST.book(admin, anHour(COURT, tenOClock(12))).expectStatus().isCreated())
            .path("id")
            .asString();
    var token = HOLDFAST.tokenOf("user");
    get(token, "/v1/bookings/" + id).expectStatus().isNotFound();
    change(token, id, "cancel", "*").expectStatus().isNotFound();
    get(HOLDFAST.tokenOf("manager"), "/v1/bookings/" + id).expectStatus().isOk();
  }

  @Test
  void aListIsWalkedByPagesAndStreamedWhole() {
    var token = HOLDFAST.tokenOf("user");
    for (var hour = 0; hour < 3; hour++) {
      var start = tenOClock(13).plus(Duration.ofHours(hour));
      HOLDFAST.book(token, anHour(COURT, start)).expectStatus().isCreated();
    }
    var from = "from=" + tenOClock(13) + "&to=" + tenOClock(14);
    var first = json(get(token, "/v1/bookings?limit=2&" + from).expectStatus().isOk());
    assertThat(first.path("items")).hasSize(2);
    var cursor = first.path("nextCursor").asString();
    var last =
        json(
            get(token, "/v1/bookings?limit=2&" + from + "&cursor=" + cursor).expectStatus().isOk());
    assertThat(last.path("items")).hasSize(1);
    assertThat(last.path("nextCursor").isNull()).isTrue();
    var lines =
        client
            .get()
            .uri("/v1/bookings?" + from)
            .headers(headers -> headers.setBearerAuth(token))
            .accept(MediaType.APPLICATION_NDJSON)
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult(String.class)
            .getResponseBody();
    StepVerifier.create(lines.count()).expectNext(3L).expectComplete().verify(PATIENCE);
  }

  @Test
  void healthIsOkWhileEverythingIsUp() {
    var health =
        eventually(
            () -> json(client.get().uri("/health").exchange().expectStatus().isOk()),
            answer -> "ok".equals(answer.path("status").asString()));
    assertThat(health.path("services").path("redis").asString()).isEqualTo("up");
    client.get().uri("/health/live").exchange().expectStatus().isOk();
    client.get().uri("/health/ready").exchange().expectStatus().isOk();
  }

  private WebTestClient.ResponseSpec get(String token, String uri) {
    return client
        .get()
        .uri(URI.create("http://127.0.0.1:" + HOLDFAST.port() + uri))
        .headers(headers -> headers.setBearerAuth(token))
        .exchange();
  }

  private WebTestClient.ResponseSpec change(
      String token, String id, String verb, @Nullable String ifMatch) {
    return client
        .post()
        .uri("/v1/bookings/" + id + "/" + verb)
        .headers(
            headers -> {
              headers.setBearerAuth(token);
              if (ifMatch != null) {
                headers.set("If-Match", ifMatch);
              }
            })
        .exchange();
  }
}
