package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/** What people do with their accounts, and those who look after them with everybody's. */
class PeopleIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final String PASSWORD = "a long walk along the river";
  private static final String OTHER_PASSWORD = "a short walk across the moor";

  private final String admin = HOLDFAST.tokenOf("admin");
  private final String surname = "Surname" + UUID.randomUUID().toString().replace("-", "");
  private final Person ada = new Person("Ada", surname);

  /** Somebody who has just signed up. */
  private static final class Person {
    private final String email = UUID.randomUUID() + "@example.com";
    private final String id;

    Person(String firstName, String lastName) {
      id =
          json(HOLDFAST
                  .client()
                  .post()
                  .uri("/v1/users")
                  .bodyValue(
                      Map.of(
                          "email",
                          email,
                          "password",
                          PASSWORD,
                          "firstName",
                          firstName,
                          "lastName",
                          lastName,
                          "phone",
                          "+44 20 7123 4567"))
                  .exchange()
                  .expectStatus()
                  .isCreated())
              .path("id")
              .asString();
    }

    String token() {
      return HOLDFAST.logIn(email, PASSWORD);
    }
  }

  private static WebTestClient.ResponseSpec send(
      HttpMethod method, String uri, @Nullable String token, @Nullable Object body) {
    return send(method, uri, token, null, body);
  }

  private static WebTestClient.ResponseSpec send(
      HttpMethod method,
      String uri,
      @Nullable String token,
      @Nullable String ifMatch,
      @Nullable Object body) {
    var request =
        HOLDFAST
            .client()
            .method(method)
            .uri(URI.create("http://127.0.0.1:" + HOLDFAST.port() + uri))
            .headers(
                headers -> {
                  if (token != null) {
                    headers.setBearerAuth(token);
                  }
                  if (ifMatch != null) {
                    headers.set("If-Match", ifMatch);
                  }
                });
    return body == null ? request.exchange() : request.bodyValue(body).exchange();
  }

  private static JsonNode ok(WebTestClient.ResponseSpec answer) {
    return json(answer.expectStatus().isOk());
  }

  private static void assertRefused(WebTestClient.ResponseSpec answer, int status, String code) {
    assertThat(json(answer.expectStatus().isEqualTo(status)).path("code").asString())
        .isEqualTo(code);
  }

  private static JsonNode tokens(String email, String password) {
    return ok(
        send(
            HttpMethod.POST, "/v1/auth/login", null, Map.of("email", email, "password", password)));
  }

  private static WebTestClient.ResponseSpec logIn(String email, String password) {
    return send(
        HttpMethod.POST, "/v1/auth/login", null, Map.of("email", email, "password", password));
  }

  private static WebTestClient.ResponseSpec refresh(JsonNode tokens) {
    return send(
        HttpMethod.POST,
        "/v1/auth/refresh",
        null,
        Map.of("refreshToken", tokens.path("refreshToken").asString()));
  }

  @Test
  void aProfileIsChangedByItsOwnerAsTheyHaveSeenIt() {
    var token = ada.token();
    var patch = Map.of("firstName", "Augusta", "avatarUrl", "https://example.org/ada.png");
    assertRefused(
        send(HttpMethod.PATCH, "/v1/users/me", token, patch), 428, "precondition-required");
    assertRefused(
        send(HttpMethod.PATCH, "/v1/users/me", token, "\"7\"", patch), 412, "version-mismatch");
    assertRefused(
        send(HttpMethod.PATCH, "/v1/users/me", token, "\"7\"", Map.of("phone", "0207")),
        412,
        "version-mismatch");
    assertRefused(
        send(HttpMethod.PATCH, "/v1/users/me", token, "\"1\"", Map.of("role", "ADMIN")),
        400,
        "unknown-field");
    assertRefused(
        send(
            HttpMethod.PATCH,
            "/v1/users/me",
            token,
            "\"1\"",
            Map.of("phone", "0207", "avatarUrl", "javascript:alert(1)", "lastName", " ")),
        422,
        "validation");
    var changed =
        send(HttpMethod.PATCH, "/v1/users/me", token, "\"1\"", patch)
            .expectHeader()
            .valueEquals("ETag", "\"2\"");
    var profile = ok(changed);
    assertThat(profile.path("firstName").asString()).isEqualTo("Augusta");
    assertThat(profile.path("lastName").asString()).isEqualTo(surname);
    assertThat(profile.path("phone").asString()).isEqualTo("+442071234567");
    assertThat(ok(send(HttpMethod.GET, "/v1/users/me", token, null))).isEqualTo(profile);

    var cleared = new HashMap<String, @Nullable Object>();
    cleared.put("phone", null);
    assertThat(
            ok(send(HttpMethod.PATCH, "/v1/users/me", token, "\"2\"", cleared))
                .path("phone")
                .isNull())
        .isTrue();
    assertThat(
            ok(send(HttpMethod.PATCH, "/v1/users/me", token, "*", cleared)).path("version").asInt())
        .isEqualTo(3);
  }

  @Test
  void ofManyChangesOfWhatWasSeenOneIsMade() {
    var token = ada.token();
    var statuses =
        Flux.range(0, 16)
            .flatMap(
                i ->
                    Mono.fromCallable(
                            () ->
                                send(
                                        HttpMethod.PATCH,
                                        "/v1/users/me",
                                        token,
                                        "\"1\"",
                                        Map.of("firstName", "Ada " + i))
                                    .returnResult(byte[].class)
                                    .getStatus()
                                    .value())
                        .subscribeOn(Schedulers.boundedElastic()),
                16)
            .collectList()
            .blockOptional()
            .orElseThrow();
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
  }

  @Test
  void anotherAddressTakesThePasswordAndIsTheOneToSignInWith() {
    var token = ada.token();
    var next = UUID.randomUUID() + "@Example.com";
    var uri = "/v1/users/me/email";
    assertRefused(
        send(HttpMethod.PUT, uri, token, Map.of("email", next, "currentPassword", "another")),
        403,
        "wrong-password");
    assertRefused(
        send(
            HttpMethod.PUT,
            uri,
            token,
            Map.of("email", "user@holdfast.test", "currentPassword", PASSWORD)),
        409,
        "email-taken");
    assertRefused(
        send(HttpMethod.PUT, uri, token, Map.of("email", "nobody", "currentPassword", PASSWORD)),
        422,
        "validation");
    var changed =
        ok(send(HttpMethod.PUT, uri, token, Map.of("email", next, "currentPassword", PASSWORD)));
    assertThat(changed.path("email").asString()).isEqualToIgnoringCase(next).isLowerCase();
    assertThat(changed.path("version").asInt()).isEqualTo(2);
    assertRefused(logIn(ada.email, PASSWORD), 401, "invalid-credentials");
    logIn(next, PASSWORD).expectStatus().isOk();
  }

  @Test
  void anotherPasswordEndsEverySession() {
    var first = tokens(ada.email, PASSWORD);
    var second = tokens(ada.email, PASSWORD);
    var token = first.path("accessToken").asString();
    var uri = "/v1/users/me/password";
    assertRefused(
        send(
            HttpMethod.PUT,
            uri,
            token,
            Map.of("currentPassword", "another", "newPassword", OTHER_PASSWORD)),
        403,
        "wrong-password");
    var weak =
        json(
            send(
                    HttpMethod.PUT,
                    uri,
                    token,
                    Map.of("currentPassword", PASSWORD, "newPassword", ada.email + " booking"))
                .expectStatus()
                .isEqualTo(422));
    assertThat(weak.path("errors").path(0).path("pointer").asString()).isEqualTo("/newPassword");
    send(
            HttpMethod.PUT,
            uri,
            token,
            Map.of("currentPassword", PASSWORD, "newPassword", OTHER_PASSWORD))
        .expectStatus()
        .isNoContent();
    assertRefused(refresh(first), 401, "invalid-token");
    assertRefused(refresh(second), 401, "invalid-token");
    assertRefused(logIn(ada.email, PASSWORD), 401, "invalid-credentials");
    refresh(tokens(ada.email, OTHER_PASSWORD)).expectStatus().isOk();
  }

  @Test
  void anAdministratorFindsPeopleByWholeValuesInAnySpelling() {
    var bob = new Person("Bob", surname);
    assertThat(found("lastName=" + surname)).containsExactly(bob.id, ada.id);
    assertThat(found("lastName=" + surname.toUpperCase(Locale.ROOT)))
        .containsExactly(bob.id, ada.id);
    assertThat(found("lastName=" + surname + "&firstName=bob")).containsExactly(bob.id);
    assertThat(found("lastName=" + surname.substring(1))).isEmpty();
    assertThat(found("email=" + ada.email.toUpperCase(Locale.ROOT))).containsExactly(ada.id);
    assertThat(found("lastName=" + surname + "&phone=" + encoded("+44 (0)20 7123-4567")))
        .containsExactly(bob.id, ada.id);
    assertThat(found("lastName=" + surname + "&role=MANAGER")).isEmpty();
    assertThat(found("lastName=" + surname + "&active=true")).hasSize(2);
    assertThat(found("lastName=" + surname + "&limit=1")).containsExactly(bob.id);
    var lines =
        HOLDFAST
            .client()
            .get()
            .uri("/v1/users?lastName=" + surname)
            .accept(MediaType.APPLICATION_NDJSON)
            .headers(headers -> headers.setBearerAuth(admin))
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult(String.class)
            .getResponseBody()
            .collectList()
            .blockOptional()
            .orElseThrow();
    assertThat(lines).hasSize(2).first().asString().contains(bob.id);
    assertRefused(
        send(HttpMethod.GET, "/v1/users?email=nobody", admin, null), 400, "invalid-parameter");
    assertRefused(
        send(HttpMethod.GET, "/v1/users?role=SYSTEM", admin, null), 400, "invalid-parameter");
    for (var token : List.of(ada.token(), HOLDFAST.tokenOf("manager"))) {
      assertRefused(send(HttpMethod.GET, "/v1/users", token, null), 403, "forbidden");
      assertRefused(send(HttpMethod.GET, "/v1/users/" + ada.id, token, null), 403, "forbidden");
      assertRefused(
          send(HttpMethod.PATCH, "/v1/users/" + ada.id, token, "*", Map.of("role", "ADMIN")),
          403,
          "forbidden");
    }
  }

  private static String encoded(String text) {
    return UriUtils.encode(text, StandardCharsets.UTF_8);
  }

  private List<String> found(String query) {
    return ok(send(HttpMethod.GET, "/v1/users?" + query, admin, null))
        .path("items")
        .valueStream()
        .map(user -> user.path("id").asString())
        .toList();
  }

  @Test
  void anAccountIsPromotedClosedAndOpenedByAnAdministrator() {
    var uri = "/v1/users/" + ada.id;
    assertThat(ok(send(HttpMethod.GET, uri, admin, null)).path("email").asString())
        .isEqualTo(ada.email);
    assertRefused(
        send(HttpMethod.PATCH, uri, admin, "\"1\"", Map.of("role", "SYSTEM")), 422, "validation");
    var manager = ok(send(HttpMethod.PATCH, uri, admin, "\"1\"", Map.of("role", "MANAGER")));
    assertThat(manager.path("role").asString()).isEqualTo("MANAGER");
    var venue = new Stage(HOLDFAST).venue("PT10M");
    send(HttpMethod.PUT, "/v1/venues/" + venue + "/staff/" + ada.id, admin, null)
        .expectStatus()
        .isNoContent();

    var session = tokens(ada.email, PASSWORD);
    var closed = ok(send(HttpMethod.PATCH, uri, admin, "\"2\"", Map.of("isActive", false)));
    assertThat(closed.path("isActive").asBoolean()).isFalse();
    assertRefused(logIn(ada.email, PASSWORD), 401, "invalid-credentials");
    assertRefused(refresh(session), 401, "invalid-token");
    assertThat(found("lastName=" + surname + "&active=false")).containsExactly(ada.id);
    eventually(() -> statusOfMe(session.path("accessToken").asString()), status -> status == 401);

    var opened = ok(send(HttpMethod.PATCH, uri, admin, "\"3\"", Map.of("isActive", true)));
    assertThat(opened.path("version").asInt()).isEqualTo(4);
    logIn(ada.email, PASSWORD).expectStatus().isOk();
    assertThat(actions())
        .containsExactly("user.created", "user.changed", "user.deactivated", "user.reactivated");
    var nobody = "/v1/users/" + UUID.randomUUID();
    assertRefused(send(HttpMethod.GET, nobody, admin, null), 404, "not-found");
    assertRefused(
        send(HttpMethod.PATCH, nobody, admin, "*", Map.of("isActive", true)), 404, "not-found");
  }

  @Test
  void aNodeThatStartsLaterKnowsWhoseAccountWasClosed() {
    var token = tokens(ada.email, PASSWORD).path("accessToken").asString();
    ok(send(HttpMethod.PATCH, "/v1/users/" + ada.id, admin, "\"1\"", Map.of("isActive", false)));
    try (var later = HOLDFAST.another()) {
      eventually(() -> statusOfMe(later, token), status -> status == 401);
    }
  }

  private static int statusOfMe(String token) {
    return statusOfMe(HOLDFAST, token);
  }

  private static int statusOfMe(RunningHoldfast node, String token) {
    return node.client()
        .get()
        .uri("/v1/users/me")
        .headers(headers -> headers.setBearerAuth(token))
        .exchange()
        .returnResult(byte[].class)
        .getStatus()
        .value();
  }

  /** What has happened to the account, from the log. */
  private List<String> actions() {
    return HOLDFAST.sql(
        "SELECT type FROM events WHERE aggregate_id = '%s' ORDER BY version".formatted(ada.id));
  }

  @Test
  void whoIsErasedLetsGoOfWhatIsToComeAndIsNobodyAnyMore() {
    var stage = new Stage(HOLDFAST);
    var place = stage.resource(Map.of());
    var token = ada.token();
    var soon = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(7200);
    var hour = Duration.ofHours(1);
    var coming =
        stage.booked(
            token,
            Map.of("items", List.of(stage.item(place, soon, hour)), "note", "for my birthday"));
    var hold =
        stage.booked(
            token,
            Map.of("items", List.of(stage.item(place, soon.plus(hour), hour)), "hold", true));
    var begun =
        stage.booked(
            token,
            Map.of(
                "items",
                List.of(
                    stage.item(
                        place, Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2), hour)),
                "note",
                "for my birthday"));
    eventually(
        Instant::now,
        now -> now.isAfter(Instant.parse(begun.path("items").path(0).path("start").asString())));

    send(HttpMethod.DELETE, "/v1/users/me", token, null).expectStatus().isNoContent();

    for (var booking : List.of(coming, hold)) {
      var cancelled = stage.show(admin, booking.path("id").asString());
      assertThat(cancelled.path("status").asString()).isEqualTo("CANCELLED");
      assertThat(cancelled.path("cancelledBy").asString()).isEqualTo("CUSTOMER");
      assertThat(cancelled.path("note").isNull()).isTrue();
    }
    var kept = stage.show(admin, begun.path("id").asString());
    assertThat(kept.path("status").asString()).isEqualTo("CONFIRMED");
    assertThat(kept.path("userId").asString()).isEqualTo(ada.id);
    assertThat(kept.path("note").isNull()).isTrue();
    assertThat(stage.history(admin, begun.path("id").asString()).toString())
        .doesNotContain("birthday");

    assertRefused(send(HttpMethod.GET, "/v1/users/" + ada.id, admin, null), 404, "not-found");
    assertRefused(send(HttpMethod.GET, "/v1/users/me", token, null), 404, "not-found");
    assertRefused(send(HttpMethod.DELETE, "/v1/users/me", token, null), 404, "not-found");
    assertRefused(logIn(ada.email, PASSWORD), 401, "invalid-credentials");
    assertThat(found("lastName=" + surname)).isEmpty();
    assertThat(found("email=" + ada.email)).isEmpty();
    assertThat(
            HOLDFAST.sql(
                """
                SELECT concat(email, phone, first_name, last_name, data_key, password_hash, email_hash,
                  phone_hash, first_name_hash, last_name_hash, avatar_url, last_login_at)
                FROM users WHERE id = '%s'
                """
                    .formatted(ada.id)))
        .containsExactly("");
    assertThat(HOLDFAST.sql("SELECT 1 FROM sessions WHERE user_id = '" + ada.id + "'")).isEmpty();
    assertThat(HOLDFAST.sql("SELECT 1 FROM idempotency_keys WHERE user_id = '" + ada.id + "'"))
        .isEmpty();
    assertThat(actions()).containsExactly("user.created", "user.erased");
    eventually(
        () ->
            ok(send(HttpMethod.GET, "/v1/audit?action=user.erased&entityId=" + ada.id, admin, null))
                .path("items")
                .size(),
        entries -> entries == 1);
    assertThat(ok(send(HttpMethod.GET, "/v1/audit/verify", admin, null)).path("ok").asBoolean())
        .isTrue();
    assertThat(signedUpAgain(ada.email)).isNotEqualTo(ada.id);
    var wish = Map.of("items", List.of(stage.item(place, soon.plus(hour), hour)));
    assertThat(stage.book(token, UUID.randomUUID().toString(), wish).code()).isEqualTo("not-found");
  }

  private static String signedUpAgain(String email) {
    var body =
        Map.of("email", email, "password", PASSWORD, "firstName", "Ada", "lastName", "Again");
    return json(send(HttpMethod.POST, "/v1/users", null, body).expectStatus().isCreated())
        .path("id")
        .asString();
  }
}
