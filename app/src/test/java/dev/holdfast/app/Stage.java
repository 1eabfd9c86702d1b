package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.json;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A venue of a test's own with resources that are always open and can be booked to the second, and
 * what can be asked about the bookings there.
 */
final class Stage {
  static final Duration HOLD_TTL = Duration.ofMinutes(10);

  private final RunningHoldfast holdfast;
  private final String admin;
  private final String venue;

  Stage(RunningHoldfast holdfast) {
    this.holdfast = holdfast;
    admin = holdfast.tokenOf("admin");
    venue = venue(HOLD_TTL.toString());
  }

  /**
   * An answer over HTTP.
   *
   * @param code empty when it is no problem
   */
  record Answer(int status, String code, JsonNode body) {}

  /** A new venue, of whose staff nobody is. */
  String venue(String holdTtl) {
    var body = Map.of("name", "Stage", "timeZone", "UTC", "currency", "EUR", "holdTtl", holdTtl);
    return made("/v1/venues", body);
  }

  /** From now on holds at the venue live so long. */
  void holdTtl(String venue, String holdTtl) {
    ask(HttpMethod.PATCH, admin, "/v1/venues/" + venue, "*")
        .bodyValue(Map.of("holdTtl", holdTtl))
        .exchange()
        .expectStatus()
        .isOk();
  }

  /** Makes a manager one of the venue's. */
  void addStaff(String venue, String manager) {
    var me =
        json(ask(HttpMethod.GET, manager, "/v1/users/me", null).exchange().expectStatus().isOk());
    var uri = "/v1/venues/" + venue + "/staff/" + me.path("id").asString();
    ask(HttpMethod.PUT, admin, uri, null).exchange().expectStatus().isNoContent();
  }

  /** The access token of someone who has just signed up. */
  String newcomer() {
    return newcomer("USER");
  }

  /** The same, put into this role. */
  String newcomer(String role) {
    var email = "newcomer." + UUID.randomUUID() + "@example.com";
    var password = "a long walk along the river";
    var person =
        Map.of("email", email, "password", password, "firstName", "New", "lastName", "Comer");
    var id = made("/v1/users", person);
    if (!role.equals("USER")) {
      ask(HttpMethod.PATCH, admin, "/v1/users/" + id, "*")
          .bodyValue(Map.of("role", role))
          .exchange()
          .expectStatus()
          .isOk();
    }
    return holdfast.logIn(email, password);
  }

  /** A new resource of the test's own venue. */
  String resource(Map<String, ?> terms) {
    return resource(venue, terms);
  }

  String resource(String venue, Map<String, ?> terms) {
    var body = new HashMap<String, Object>(Map.of("name", "Place", "slotStep", "PT1S"));
    body.putAll(terms);
    return made("/v1/venues/" + venue + "/resources", body);
  }

  private String made(String uri, Map<String, ?> body) {
    return json(ask(HttpMethod.POST, admin, uri, null)
            .bodyValue(body)
            .exchange()
            .expectStatus()
            .isCreated())
        .path("id")
        .asString();
  }

  /** One requested item. */
  Map<String, Object> item(String resource, Instant start, Duration length) {
    return Map.of(
        "resourceId", resource, "start", start.toString(), "end", start.plus(length).toString());
  }

  /** A booking that is made. */
  JsonNode booked(String token, Map<String, ?> wish) {
    return json(holdfast.book(token, wish).expectStatus().isCreated());
  }

  Answer book(String token, String key, Map<String, ?> wish) {
    return answer(holdfast.book(token, key, wish));
  }

  JsonNode show(String token, String id) {
    return find(token, id).body();
  }

  Answer find(String token, String id) {
    return answer(ask(HttpMethod.GET, token, "/v1/bookings/" + id, null).exchange());
  }

  Answer change(String token, String id, String verb, @Nullable String ifMatch) {
    return answer(
        ask(HttpMethod.POST, token, "/v1/bookings/" + id + "/" + verb, ifMatch).exchange());
  }

  Answer change(
      String token, String id, String verb, @Nullable String ifMatch, Map<String, ?> body) {
    return answer(
        ask(HttpMethod.POST, token, "/v1/bookings/" + id + "/" + verb, ifMatch)
            .bodyValue(body)
            .exchange());
  }

  Answer move(String token, String id, @Nullable String ifMatch, Map<?, ?>... items) {
    return change(token, id, "reschedule", ifMatch, Map.of("items", List.of(items)));
  }

  Answer patch(String token, String id, @Nullable String ifMatch, String body) {
    return answer(
        ask(HttpMethod.PATCH, token, "/v1/bookings/" + id, ifMatch)
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue(body)
            .exchange());
  }

  /** The events of a booking. */
  JsonNode history(String token, String id) {
    var uri = "/v1/bookings/" + id + "/history";
    return json(ask(HttpMethod.GET, token, uri, null).exchange().expectStatus().isOk())
        .path("items");
  }

  /** The types of its events. */
  List<String> types(String token, String id) {
    return history(token, id).valueStream().map(event -> event.path("type").asString()).toList();
  }

  Answer asOf(String token, String id, String instant) {
    return answer(
        ask(HttpMethod.GET, token, "/v1/bookings/" + id + "/history?asOf=" + instant, null)
            .exchange());
  }

  private WebTestClient.RequestBodySpec ask(
      HttpMethod method, String token, String uri, @Nullable String ifMatch) {
    return holdfast
        .client()
        .method(method)
        .uri(URI.create("http://127.0.0.1:" + holdfast.port() + uri))
        .headers(
            headers -> {
              headers.setBearerAuth(token);
              if (ifMatch != null) {
                headers.set("If-Match", ifMatch);
              }
            });
  }

  private static Answer answer(WebTestClient.ResponseSpec answered) {
    var result = answered.expectBody(byte[].class).returnResult();
    var bytes = result.getResponseBody();
    var body = bytes == null ? JsonNodeFactory.instance.nullNode() : json(bytes);
    return new Answer(
        result.getStatus().value(), Objects.requireNonNull(body.path("code").asString("")), body);
  }
}
