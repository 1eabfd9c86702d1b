package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.web.WebRoutes;
import dev.holdfast.app.contract.OpenApiContract;
import dev.holdfast.shared.Permission;
import dev.holdfast.shared.Role;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The server serves what openapi.yaml promises, to those whom it is promised to. */
class RoutesIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final String PUBLIC = "public";
  private static final Map<String, String> BODIES = OpenApiContract.documentedBodies();
  private static final String NOBODYS = "0190a000-0000-7000-8000-00000000dead";

  /** Whoever takes this route is gone for the others. */
  private static final String FAREWELL = "DELETE /v1/users/me";

  /** For the managers of some venue; without one it is for nobody but administrators. */
  private static final String OF_ALL_VENUES = "POST /v1/webhook-endpoints";

  private final Map<Role, Optional<String>> tokens = new EnumMap<>(Role.class);
  private final Stage stage = new Stage(HOLDFAST);

  @Test
  void everyRouteIsDocumentedWithItsRuleAndEveryDocumentedRouteIsServed() {
    var served = HOLDFAST.bean(WebRoutes.class).rules();
    assertThat(served).isNotEmpty().isEqualTo(OpenApiContract.documentedRules());
  }

  /** What came of a request: its status, and its code where it is a problem. */
  private record Answer(int status, String code) {
    boolean isOneOf(int status, String code) {
      return this.status == status && this.code.equals(code);
    }
  }

  @Test
  void everyRouteLetsInTheRolesThatCarryItsPermissionAndNobodyElse() {
    var wrong = new ArrayList<String>();
    OpenApiContract.documentedRules()
        .forEach(
            (operation, rule) -> {
              for (var role : List.of(Role.ANONYMOUS, Role.USER, Role.MANAGER, Role.ADMIN)) {
                var answer = ask(operation, token(role, operation));
                var isRight =
                    (operation.equals(OF_ALL_VENUES) && role == Role.MANAGER)
                        ? answer.isOneOf(403, "forbidden")
                        : isRight(answer, rule, role);
                if (!isRight) {
                  wrong.add("%s as %s (%s): %s".formatted(operation, role, rule, answer));
                }
              }
            });
    assertThat(wrong).isEmpty();
  }

  private static boolean isRight(Answer answer, String rule, Role role) {
    if (rule.equals(PUBLIC)) {
      return !answer.isOneOf(401, "unauthorized") && !answer.isOneOf(403, "forbidden");
    }
    if (role == Role.ANONYMOUS) {
      return answer.isOneOf(401, "unauthorized");
    }
    return mayEnter(role, rule) ? isLetIn(answer) : answer.isOneOf(403, "forbidden");
  }

  private static boolean isLetIn(Answer answer) {
    return answer.status() != 401 && answer.status() != 403;
  }

  private static boolean mayEnter(Role role, String rule) {
    return Arrays.stream(Permission.values())
        .filter(permission -> permission.text().equals(rule))
        .anyMatch(role::may);
  }

  /** Somebody of this role; absent for the anonymous. */
  private @Nullable String token(Role role, String operation) {
    return operation.equals(FAREWELL)
        ? newcomer(role).orElse(null)
        : tokens.computeIfAbsent(role, this::newcomer).orElse(null);
  }

  private Optional<String> newcomer(Role role) {
    return role == Role.ANONYMOUS ? Optional.empty() : Optional.of(stage.newcomer(role.name()));
  }

  private static Answer ask(String operation, @Nullable String token) {
    return ask(operation, NOBODYS, token);
  }

  /** The route with no more in it than it takes to be read. */
  private static Answer ask(String operation, String id, @Nullable String token) {
    var parts = operation.split(" ", 2);
    var path = parts[1].replace("{id}", id).replaceAll("\\{[^}]*}", NOBODYS);
    var asked =
        HOLDFAST
            .client()
            .method(HttpMethod.valueOf(parts[0]))
            .uri(URI.create("http://127.0.0.1:" + HOLDFAST.port() + path))
            .headers(
                headers -> {
                  headers.set("If-Match", "*");
                  headers.set("Idempotency-Key", UUID.randomUUID().toString());
                  if (token != null) {
                    headers.setBearerAuth(token);
                  }
                });
    var body = BODIES.get(operation);
    return answer(
        body == null
            ? asked.exchange()
            : asked.contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange());
  }

  /** An endless stream is left as soon as it has begun. */
  private static Answer answer(WebTestClient.ResponseSpec asked) {
    var result = asked.returnResult(byte[].class);
    var status = result.getStatus().value();
    if (status < 400) {
      result.getResponseBody().subscribe().dispose();
      return new Answer(status, "");
    }
    var body = result.getResponseBody().reduce(RoutesIT::joined).block();
    return new Answer(status, body == null ? "" : json(body).path("code").asString(""));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    var all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  /** A thing of somebody's, and what everybody else is answered who asks for it. */
  private record Owned(String prefix, String id, int status, String code) {}

  @Test
  void whatIsSomebodyElsesIsNotThereOrNotForThem() {
    var venue = stage.venue("PT10M");
    var place = stage.resource(venue, Map.of());
    var booking =
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
    var owned =
        List.of(
            new Owned("/v1/bookings/{id}", booking, 404, "not-found"),
            new Owned("/v1/venues/{id}", venue, 403, "forbidden"),
            new Owned("/v1/resources/{id}", place, 403, "forbidden"));
    var strangers = new LinkedHashMap<Role, String>();
    strangers.put(Role.USER, stage.newcomer());
    strangers.put(Role.MANAGER, stage.newcomer("MANAGER"));
    var wrong = new ArrayList<String>();
    OpenApiContract.documentedRules()
        .forEach(
            (operation, rule) -> {
              for (var thing : owned) {
                if (operation.contains(" " + thing.prefix())
                    && !rule.equals(PUBLIC)
                    && !OF_ANY_SIGNED_IN.contains(operation)) {
                  strangers.forEach(
                      (role, token) -> {
                        var answer = ask(operation, thing.id(), token);
                        var isRight =
                            mayEnter(role, rule)
                                ? answer.isOneOf(thing.status(), thing.code())
                                : answer.isOneOf(403, "forbidden");
                        if (!isRight) {
                          wrong.add("%s as %s: %s".formatted(operation, role, answer));
                        }
                      });
                }
              }
            });
    assertThat(wrong).isEmpty();
  }

  /** Of a resource, but nobody's in particular. */
  private static final List<String> OF_ANY_SIGNED_IN = List.of("GET /v1/resources/{id}/events");
}
