package dev.holdfast.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.contract.OpenApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the examples of openapi.yaml apart, thousands of times, in an order that is the same each
 * time, and sends what is left: whatever it is, the answer is one that the contract has, no answer
 * is a failure of the server, and none tells what it is made of.
 */
class MutatedRequestsIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int CASES_PER_OPERATION = 250;
  private static final long SEED = 5;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What an answer gives away that it should not. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "(?i)exception|stacktrace|\\bat"
              + " dev\\.|java\\.|reactor|netty|r2dbc|postgres|sqlstate|SELECT |INSERT |UPDATE"
              + " |mongo|lettuce|jackson");

  private static final Pattern DEMO_ID =
      Pattern.compile("0190a000-0000-7000-8000-0000000000\\d\\d");

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "\u202e",
          "\ud83d\ude00",
          "'; DROP TABLE bookings; --",
          "{\"$gt\":\"\"}",
          "../../etc/passwd",
          "<script>alert(1)</script>",
          "%00",
          "${jndi:ldap://127.0.0.1/a}",
          "\r\nX-Injected: yes",
          "0190a000-0000-7000-8000-00000000dead",
          "2027-02-30T10:00:00Z",
          "9999-12-31T23:59:59.999999Z",
          "+999999999-01-01T00:00:00Z",
          "PT0S",
          "P999999999D",
          "-PT1H",
          "-1.00",
          "99999999999999999999.99",
          "XXX",
          "Europe/Atlantis",
          "FREQ=SECONDLY;COUNT=1000000",
          "https://127.0.0.1/",
          "x".repeat(5_000));

  private final Random random = new Random(SEED);
  private final Stage stage = new Stage(HOLDFAST);
  private final String venue = stage.venue("PT10M");
  private final String place = stage.resource(venue, Map.of());
  private final List<String> tokens =
      List.of(stage.newcomer(), stage.newcomer("MANAGER"), stage.newcomer("ADMIN"));

  @Test
  void whateverIsLeftOfAnExampleIsAnsweredCleanly() {
    var wrong = new ArrayList<String>();
    var seen = new TreeMap<Integer, Integer>();
    OpenApiContract.documentedExamples()
        .forEach(
            (operation, examples) -> {
              for (var i = 0; i < CASES_PER_OPERATION; i++) {
                var body = ours(mutated(examples.get(random.nextInt(examples.size()))).toString());
                var answer = send(operation, "", damaged(body));
                seen.merge(answer.statusCode(), 1, Integer::sum);
                check(operation, body, answer, wrong);
              }
            });
    assertThat(wrong).isEmpty();
    assertThat(seen.keySet()).contains(400, 404, 422);
  }

  @Test
  void whateverStandsInAQueryIsAnsweredCleanly() {
    var wrong = new ArrayList<String>();
    var seen = new TreeMap<Integer, Integer>();
    OpenApiContract.documentedQueries()
        .forEach(
            (operation, names) -> {
              if (operation.endsWith("/events")) {
                return; // answered without an end
              }
              for (var i = 0; i < CASES_PER_OPERATION / 2; i++) {
                var query = query(names);
                var answer = send(operation, query, "");
                seen.merge(answer.statusCode(), 1, Integer::sum);
                check(operation, query, answer, wrong);
              }
            });
    assertThat(wrong).isEmpty();
    assertThat(seen.keySet()).contains(200, 400, 404);
  }

  private String query(List<String> names) {
    var query = new StringBuilder("?");
    for (var times = 1 + random.nextInt(3); times > 0; times--) {
      query
          .append(random.nextInt(20) == 0 ? "unexpected" : names.get(random.nextInt(names.size())))
          .append(random.nextInt(20) == 0 ? "" : "=")
          .append(URLEncoder.encode(value(), UTF_8))
          .append(random.nextInt(30) == 0 ? "%" : "")
          .append(times > 1 ? "&" : "");
    }
    return query.toString();
  }

  private String value() {
    return switch (random.nextInt(6)) {
      case 0 -> Integer.toString(random.nextInt(-1, 300));
      case 1 -> "2027-03-0" + random.nextInt(10) + "T10:00:00Z";
      case 2 -> "PT" + random.nextInt(100) + "M";
      case 3 -> venue;
      default -> TEXTS.get(random.nextInt(TEXTS.size()));
    };
  }

  private static void check(
      String operation, String body, HttpResponse<byte[]> answer, List<String> wrong) {
    var text = new String(answer.body(), UTF_8);
    var headers = new HttpHeaders();
    answer.headers().map().forEach(headers::addAll);
    var said = operation + " " + body + " → " + answer.statusCode() + " " + text;
    if (answer.statusCode() >= 500) {
      wrong.add(said);
      return;
    }
    if (answer.statusCode() >= 400 && INSIDE.matcher(text).find()) {
      wrong.add("tells of the inside: " + said);
    }
    try {
      var parts = operation.split(" ", 2);
      OpenApiContract.contract()
          .check(
              parts[0],
              answer.request().uri().getRawPath(),
              answer.statusCode(),
              headers,
              answer.body());
    } catch (AssertionError differs) {
      wrong.add(operation + " " + body + ": " + differs.getMessage());
    }
  }

  /** Whatever happens, it happens to nothing that other tests use. */
  private String ours(String body) {
    return DEMO_ID.matcher(body).replaceAll(place);
  }

  private JsonNode mutated(JsonNode example) {
    var root = JSON.objectNode().set("root", example.deepCopy());
    for (var times = 1 + random.nextInt(3); times > 0; times--) {
      mutate(root);
    }
    return root.path("root");
  }

  /** Walks down somewhere, and does something there. */
  private void mutate(ObjectNode root) {
    JsonNode parent = root;
    var name = "root";
    var index = -1;
    JsonNode at = root.path("root");
    while (at.isContainer() && !at.isEmpty() && random.nextInt(4) > 0) {
      parent = at;
      if (at instanceof ObjectNode object) {
        var names = List.copyOf(object.propertyNames());
        name = names.get(random.nextInt(names.size()));
        at = object.path(name);
      } else {
        index = random.nextInt(at.size());
        at = at.path(index);
      }
    }
    if (parent instanceof ObjectNode object) {
      change(object, name);
    } else if (parent instanceof ArrayNode array) {
      array.set(index, another());
    }
  }

  private void change(ObjectNode object, String name) {
    switch (random.nextInt(5)) {
      case 0 -> object.remove(name);
      case 1 -> object.set("unexpected", another());
      case 2 -> object.set(name, JSON.arrayNode().add(object.path(name)).add(object.path(name)));
      default -> object.set(name, another());
    }
    if (object.has("root") || name.equals("root")) {
      object.retain("root");
      if (!object.has("root")) {
        object.set("root", another());
      }
    }
  }

  private JsonNode another() {
    return switch (random.nextInt(10)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(-2, 3));
      case 3 -> JSON.numberNode(Long.MAX_VALUE);
      case 4 -> JSON.numberNode(1.5);
      case 5 -> JSON.objectNode();
      case 6 -> JSON.arrayNode();
      default -> JSON.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
    };
  }

  /** Now and then the text itself is damaged. */
  private String damaged(String body) {
    if (body.isEmpty() || random.nextInt(10) > 0) {
      return body;
    }
    var at = random.nextInt(body.length());
    return switch (random.nextInt(3)) {
      case 0 -> body.substring(0, at);
      case 1 -> body.substring(0, at) + "\\x" + body.substring(at + 1);
      default -> body + body.charAt(at);
    };
  }

  private HttpResponse<byte[]> send(String operation, String query, String body) {
    var parts = operation.split(" ", 2);
    var path = parts[1].replaceAll("\\{[^}]*}", pathValue());
    var request =
        HttpRequest.newBuilder(address(path + query))
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Authorization", "Bearer " + tokens.get(random.nextInt(tokens.size())))
            .method(
                parts[0],
                body.isEmpty() && !query.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (query.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (random.nextInt(4) > 0) {
      request.header("If-Match", random.nextBoolean() ? "*" : "\"1\"");
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(operation + " " + body, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** As it is: a client that knows better would not send some of these. */
  private static URI address(String path) {
    return URI.create(
        "http://127.0.0.1:" + HOLDFAST.port() + path.replaceAll("%(?![0-9A-F]{2})", "%25zz"));
  }

  /** Something that is there, something that is not, and something that cannot be. */
  private String pathValue() {
    return switch (random.nextInt(6)) {
      case 0 -> venue;
      case 1, 2 -> place;
      case 3 -> "abc";
      default -> "0190a000-0000-7000-8000-00000000dead";
    };
  }
}
