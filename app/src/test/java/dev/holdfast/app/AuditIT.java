package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.anHour;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/**
 * What the trail tells beside the changes, that it can be checked, and that it can be made anew.
 */
class AuditIT {
  private static final RunningHoldfast HOLDFAST =
      RunningHoldfast.start("--holdfast.consumers.lease=3s");
  private static final String MANAGEMENT =
      "http://127.0.0.1:"
          + HOLDFAST.bean(Environment.class).getProperty("local.management.port")
          + "/actuator/consumers";

  private final Stage stage = new Stage(HOLDFAST);
  private final String admin = HOLDFAST.tokenOf("admin");

  @AfterAll
  static void stop() {
    HOLDFAST.close();
  }

  private WebTestClient.ResponseSpec get(String token, String uri) {
    return HOLDFAST
        .client()
        .get()
        .uri(uri)
        .headers(headers -> headers.setBearerAuth(token))
        .header("User-Agent", "AuditIT")
        .exchange();
  }

  private WebTestClient.ResponseSpec post(String uri, Map<String, String> body) {
    return HOLDFAST
        .client()
        .post()
        .uri(uri)
        .header("User-Agent", "AuditIT")
        .bodyValue(body)
        .exchange();
  }

  private List<JsonNode> entries(String query) {
    return json(get(admin, "/v1/audit?" + query).expectStatus().isOk())
        .path("items")
        .valueStream()
        .toList();
  }

  private List<String> actions(String query) {
    return entries(query).stream().map(entry -> entry.path("action").asString()).toList();
  }

  private String idOf(String token) {
    return json(get(token, "/v1/users/me").expectStatus().isOk()).path("id").asString();
  }

  @Test
  void aSessionIsToldFromItsBeginningToItsEnd() {
    var pair =
        json(
            post(
                    "/v1/auth/login",
                    Map.of("email", "manager@holdfast.test", "password", DemoData.PASSWORD))
                .expectStatus()
                .isOk());
    var manager = idOf(pair.path("accessToken").asString());
    var refresh = Map.of("refreshToken", pair.path("refreshToken").asString());
    post("/v1/auth/logout", refresh).expectStatus().isNoContent();
    post("/v1/auth/logout", refresh).expectStatus().isNoContent();
    var query = "entityType=session&userId=" + manager;
    eventually(() -> actions(query), List.of("session.logout", "session.login")::equals);
    var login = entries(query).getLast();
    assertThat(login.path("metadata").path("sessionId").asString())
        .isEqualTo(login.path("entityId").asString());
    assertThat(login.path("metadata").path("ip").asString()).isEqualTo("127.0.0.1");
    assertThat(login.path("metadata").path("userAgent").asString()).isEqualTo("AuditIT");
  }

  @Test
  void whoIsNotLetInIsTold() {
    var user = idOf(HOLDFAST.tokenOf("user"));
    var wrong = Map.of("email", "user@holdfast.test", "password", "not the password at all");
    post("/v1/auth/login", wrong).expectStatus().isUnauthorized();
    var unknown = Map.of("email", "nobody@holdfast.test", "password", "not the password at all");
    post("/v1/auth/login", unknown).expectStatus().isUnauthorized();
    var refused = eventually(this::refusedSignIns, found -> found.size() == 2);
    assertThat(refused.getLast().path("userId").asString()).isEqualTo(user);
    assertThat(refused.getFirst().path("userId").isNull()).isTrue();
    assertThat(refused.toString()).doesNotContain("holdfast.test");
  }

  /** Those that were refused before there was a session. */
  private List<JsonNode> refusedSignIns() {
    return entries("action=session.refused").stream()
        .filter(entry -> entry.path("metadata").path("sessionId").isNull())
        .toList();
  }

  @Test
  void anEndedFamilyOfTokensIsToldOnce() {
    var pair =
        json(
            post(
                    "/v1/auth/login",
                    Map.of("email", "user@holdfast.test", "password", DemoData.PASSWORD))
                .expectStatus()
                .isOk());
    var used = Map.of("refreshToken", pair.path("refreshToken").asString());
    post("/v1/auth/refresh", used).expectStatus().isOk();
    post("/v1/auth/refresh", used).expectStatus().isUnauthorized();
    post("/v1/auth/refresh", used).expectStatus().isUnauthorized();
    var session =
        json(decoded(pair.path("accessToken").asString().split("\\.", -1)[1]))
            .path("sid")
            .asString();
    eventually(
        () -> actions("entityType=session&entityId=" + session),
        List.of("session.refused", "session.login")::equals);
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  @Test
  void refusedAccessIsToldWithItsSubject() {
    var user = HOLDFAST.tokenOf("user");
    var booking = stage.booked(user, anHour(COURT, tenOClock(7))).path("id").asString();
    var stranger = stage.newcomer();
    get(stranger, "/v1/bookings/" + booking).expectStatus().isNotFound();
    get(stranger, "/v1/bookings/" + UUID.randomUUID()).expectStatus().isNotFound();
    get(stranger, "/v1/audit").expectStatus().isForbidden();
    assertThat(stage.change(user, booking, "check-in", "*").status()).isEqualTo(403);
    var strangerId = idOf(stranger);
    var query = "action=access.denied&userId=" + strangerId;
    var denied = eventually(() -> entries(query), found -> found.size() == 2);
    var hidden = denied.getLast();
    assertThat(hidden.path("entityType").asString()).isEqualTo("booking");
    assertThat(hidden.path("entityId").asString()).isEqualTo(booking);
    assertThat(hidden.path("changes").path("route").path("to").asString())
        .isEqualTo("/v1/bookings/{id}");
    var forbidden = denied.getFirst();
    assertThat(forbidden.path("entityType").asString()).isEqualTo("session");
    assertThat(forbidden.path("changes").path("route").path("to").asString())
        .isEqualTo("/v1/audit");
    eventually(
        () -> actions("entityId=" + booking),
        found -> found.contains("access.denied") && found.size() == 3);
  }

  @Test
  void whoTakesTheirDataOutIsToldAndGetsTheirOwnAlone() {
    var guest = stage.newcomer();
    var id = stage.booked(guest, anHour(COURT, tenOClock(9))).path("id").asString();
    stage.booked(HOLDFAST.tokenOf("user"), anHour(COURT, tenOClock(10)));
    var export = json(get(guest, "/v1/users/me/export").expectStatus().isOk());
    assertThat(export.path("user").path("firstName").asString()).isEqualTo("New");
    assertThat(export.path("bookings").valueStream().map(b -> b.path("id").asString()))
        .containsExactly(id);
    assertThat(export.path("sessions")).hasSize(1);
    eventually(
        () ->
            json(get(guest, "/v1/users/me/export").expectStatus().isOk())
                .path("activity")
                .valueStream()
                .map(entry -> entry.path("action").asString())
                .toList(),
        actions -> actions.containsAll(List.of("session.login", "booking.created")));
    var manager = HOLDFAST.tokenOf("manager");
    var own = json(get(manager, "/v1/users/me/export").expectStatus().isOk());
    assertThat(own.path("bookings")).isEmpty();
    eventually(
        () -> actions("entityType=user&action=user.exported&entityId=" + idOf(guest)),
        exported -> exported.contains("user.exported"));
  }

  @Test
  void whatIsForTheTrailIsForNobodyElse() {
    var user = HOLDFAST.tokenOf("user");
    get(user, "/v1/audit").expectStatus().isForbidden();
    eventually(
        () -> entries("action=access.denied&userId=" + idOf(user)), found -> !found.isEmpty());
    for (var types : List.of("session.*", "access.*", "user.exported")) {
      var changes = json(get(admin, "/v1/changes?types=" + types).expectStatus().isOk());
      assertThat(changes.path("items")).isEmpty();
    }
  }

  @Test
  void theTrailIsCheckedAndMadeAnew() {
    var user = HOLDFAST.tokenOf("user");
    stage.booked(user, anHour(COURT, tenOClock(8)));
    var before = eventually(this::verified, verdict -> verdict.path("checked").asInt() > 5);
    assertThat(before.path("ok").asBoolean()).isTrue();
    assertThat(before.path("firstBroken").isNull()).isTrue();
    get(admin, "/v1/audit/verify?from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z")
        .expectStatus()
        .isBadRequest();
    get(user, "/v1/audit/verify").expectStatus().isForbidden();

    var management = WebTestClient.bindToServer().responseTimeout(Duration.ofSeconds(40));
    var client = management.build();
    client
        .post()
        .uri(MANAGEMENT + "/audit")
        .bodyValue(Map.of("action", "rebuild"))
        .exchange()
        .expectStatus()
        .isOk();
    var events = Integer.parseInt(HOLDFAST.sql("SELECT count(*) FROM events").getFirst());
    var after = eventually(this::verified, verdict -> verdict.path("checked").asInt() >= events);
    assertThat(after.path("ok").asBoolean()).isTrue();
    client
        .post()
        .uri(MANAGEMENT + "/booking-cache")
        .bodyValue(Map.of("action", "rebuild"))
        .exchange()
        .expectStatus()
        .isBadRequest();
    client
        .post()
        .uri(MANAGEMENT + "/audit")
        .bodyValue(Map.of("action", "retry-parked"))
        .exchange()
        .expectStatus()
        .isOk();
    client
        .post()
        .uri(MANAGEMENT + "/nobody")
        .bodyValue(Map.of("action", "rebuild"))
        .exchange()
        .expectStatus()
        .isNotFound();
    var standings = json(client.get().uri(MANAGEMENT).exchange().expectStatus().isOk());
    assertThat(standings.path("consumers").valueStream().map(c -> c.path("name").asString()))
        .contains("audit", "booking-cache");
  }

  private JsonNode verified() {
    return json(get(admin, "/v1/audit/verify").expectStatus().isOk());
  }
}
