package dev.holdfast.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The server that is simulated on, its account and its resource: those of the demo data unless told
 * otherwise by system properties.
 */
final class Target {
  static final String BASE_URL = System.getProperty("baseUrl", "http://127.0.0.1:8080");
  static final Duration DURATION = Duration.ofSeconds(Long.getLong("seconds", 60));

  private static final String EMAIL = System.getProperty("email", "user@holdfast.test");
  private static final String PASSWORD = System.getProperty("password", "holdfast demo account");

  /** The demo's kayaks: eight units, open from 8 to 22 in Vienna. */
  private static final String RESOURCE =
      System.getProperty("resource", "0190a000-0000-7000-8000-000000000013");

  /** Quarters of an hour from 8 to 19 UTC: open in Vienna in summer and in winter. */
  private static final int QUARTERS = 44;

  private static final int DAYS = Integer.getInteger("days", 360);
  private static final Duration TOKEN_AGE_MAX = Duration.ofMinutes(4);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static String token = "";
  private static Instant tokenSince = Instant.MIN;

  private Target() {}

  /** Without a cache, so that who looks again gets the booking and not 304. */
  static HttpProtocolBuilder protocol() {
    return http.baseUrl(BASE_URL).shareConnections().disableCaching();
  }

  /** The value of an Authorization header; all virtual users are the same person. */
  static synchronized String authorization() {
    if (tokenSince.plus(TOKEN_AGE_MAX).isBefore(Instant.now())) {
      var tokens =
          send(
              HttpRequest.newBuilder(URI.create(BASE_URL + "/v1/auth/login"))
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          """
                          {"email":"%s","password":"%s"}\
                          """
                              .formatted(EMAIL, PASSWORD))));
      token = find(tokens, "\"accessToken\":\"([^\"]*)\"").getFirst();
      tokenSince = Instant.now();
    }
    return "Bearer " + token;
  }

  /** Books a slot. */
  static HttpRequestActionBuilder book(String name, Function<Session, String> slot) {
    return http(name)
        .post("/v1/bookings")
        .header("Authorization", _ -> authorization())
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", _ -> UUID.randomUUID().toString())
        .body(StringBody(slot));
  }

  /** A booking of some slot, which by chance may be taken already. */
  static String anySlot() {
    return booking(anyDay().plus(Duration.ofMinutes(15L * randomBelow(QUARTERS))));
  }

  /** A booking of a slot of which so many units are free, and no more. */
  static String slotWith(int unitsFree) {
    return Stream.generate(Target::anyDay)
        .limit(DAYS)
        .flatMap(day -> starts(day, unitsFree))
        .findFirst()
        .map(Target::booking)
        .orElseThrow(() -> new IllegalStateException("no slot with " + unitsFree + " free units"));
  }

  private static Stream<Instant> starts(Instant day, int unitsFree) {
    var slots =
        send(
            HttpRequest.newBuilder(
                URI.create(
                    "%s/v1/resources/%s/slots?from=%s&to=%s&duration=PT15M"
                        .formatted(
                            BASE_URL,
                            RESOURCE,
                            day,
                            day.plus(Duration.ofMinutes(15 * QUARTERS))))));
    var free = "\"start\":\"([^\"]*)\",\"end\":\"[^\"]*\",\"unitsFree\":" + unitsFree + "\\b";
    return find(slots, free).stream().map(Instant::parse);
  }

  /** Eight o'clock of some day, UTC. */
  private static Instant anyDay() {
    return LocalDate.now(ZoneOffset.UTC)
        .plusDays(1 + randomBelow(DAYS))
        .atTime(8, 0)
        .toInstant(ZoneOffset.UTC);
  }

  private static int randomBelow(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  private static String booking(Instant start) {
    return """
    {"items":[{"resourceId":"%s","start":"%s","end":"%s"}]}\
    """
        .formatted(RESOURCE, start, start.plus(Duration.ofMinutes(15)));
  }

  /** Makes so many bookings, before anything is measured, and answers their ids. */
  static List<String> bookings(int count) {
    return Stream.generate(Target::booked).limit(count).toList();
  }

  private static String booked() {
    var made =
        send(
            HttpRequest.newBuilder(URI.create(BASE_URL + "/v1/bookings"))
                .header("Authorization", authorization())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(anySlot())));
    return find(made, "\"id\":\"([^\"]*)\"").getFirst();
  }

  private static String send(HttpRequest.Builder request) {
    try {
      var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(answer.uri() + ": " + answer.statusCode() + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException("no server at " + BASE_URL, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> find(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }
}
