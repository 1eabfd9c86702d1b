package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.CLUB;
import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

/** What people and programs hear of everything they may see, over HTTP. */
class FollowIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant TEN = tenOClock(35);

  private final Stage stage = new Stage(HOLDFAST);
  private final String user = HOLDFAST.tokenOf("user");

  private WebTestClient.ResponseSpec get(String token, String uri) {
    return HOLDFAST
        .client()
        .get()
        .uri(uri)
        .headers(headers -> headers.setBearerAuth(token))
        .exchange();
  }

  private Flux<ServerSentEvent<String>> follow(
      String token, String uri, @Nullable String lastEventId) {
    return HOLDFAST
        .client()
        .get()
        .uri(uri)
        .headers(
            headers -> {
              headers.setBearerAuth(token);
              if (lastEventId != null) {
                headers.set("Last-Event-ID", lastEventId);
              }
            })
        .accept(MediaType.TEXT_EVENT_STREAM)
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
        .getResponseBody()
        .filter(event -> event.event() != null);
  }

  private JsonNode changes(String token, String query) {
    return json(get(token, "/v1/changes?" + query).expectStatus().isOk());
  }

  private static List<String> typesOf(JsonNode page) {
    return page.path("items").valueStream().map(event -> event.path("type").asString()).toList();
  }

  private static JsonNode data(ServerSentEvent<String> event) {
    return json(String.valueOf(event.data()).getBytes(StandardCharsets.UTF_8));
  }

  private String booked(String token, String resource) {
    return stage
        .booked(token, Map.of("items", List.of(stage.item(resource, TEN, HOUR))))
        .path("id")
        .asString();
  }

  private void cancelled(String token, String booking) {
    assertThat(stage.change(token, booking, "cancel", "*").status()).isEqualTo(200);
  }

  @Test
  void thePullTwinTellsWhatTheStreamToldInTheSameWords() {
    var person = stage.newcomer();
    var told = new ArrayList<ServerSentEvent<String>>();
    var resource = stage.resource(Map.of());
    StepVerifier.create(follow(person, "/v1/events?types=booking.*", null).doOnNext(told::add))
        .then(() -> cancelled(person, booked(person, resource)))
        .expectNextMatches(event -> "booking.created".equals(event.event()))
        .expectNextMatches(event -> "booking.cancelled".equals(event.event()))
        .thenCancel()
        .verify(PATIENCE);

    var pulled = changes(person, "types=booking.created,booking.cancelled").path("items");
    assertThat(pulled).hasSize(2);
    for (var index = 0; index < 2; index++) {
      assertThat(data(told.get(index))).isEqualTo(pulled.path(index));
      assertThat(told.get(index).id()).isEqualTo(pulled.path(index).path("id").asString());
    }
  }

  @Test
  void aWalkThroughTheChangesEndsWhereTheNextOneBegins() {
    var person = stage.newcomer();
    var resource = stage.resource(Map.of());
    cancelled(person, booked(person, resource));
    var first = changes(person, "types=booking.*&limit=1");
    assertThat(typesOf(first)).containsExactly("booking.created");
    get(person, "/v1/changes?limit=1")
        .expectHeader()
        .valueMatches("Link", "</v1/changes\\?limit=1&after=[0-9]+-[0-9]+>; rel=\"next\"");
    var cursor = first.path("nextCursor").asString();
    assertThat(cursor).isEqualTo(first.path("items").path(0).path("id").asString());
    var second = changes(person, "types=booking.*&limit=1&after=" + cursor);
    assertThat(typesOf(second)).containsExactly("booking.cancelled");
    var end = second.path("nextCursor").asString();
    var last = changes(person, "types=booking.*&after=" + end);
    assertThat(last.path("items")).isEmpty();
    assertThat(last.path("nextCursor").asString()).isEqualTo(end);
  }

  @Test
  void allChangesComeAsLinesToo() {
    var person = stage.newcomer();
    var resource = stage.resource(Map.of());
    cancelled(person, booked(person, resource));
    var lines =
        HOLDFAST
            .client()
            .get()
            .uri("/v1/changes?types=booking.*,user.*")
            .headers(headers -> headers.setBearerAuth(person))
            .accept(MediaType.APPLICATION_NDJSON)
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult(String.class)
            .getResponseBody()
            .map(line -> json(line.getBytes(StandardCharsets.UTF_8)).path("type").asString());
    StepVerifier.create(lines)
        .expectNext("user.created", "booking.created", "booking.cancelled")
        .verifyComplete();
  }

  @Test
  void everyoneIsToldTheirOwnAndWhatIsPublic() {
    var person = stage.newcomer();
    var resource = stage.resource(Map.of());
    var booking = booked(user, resource);
    var seen = changes(person, "limit=200&types=user.*");
    assertThat(typesOf(seen)).containsExactly("user.created");
    var mine =
        eventually(
            () -> changes(user, "types=booking.created&limit=200&after=" + positionOf(resource)),
            page -> !page.path("items").isEmpty());
    assertThat(mine.path("items").path(0).path("aggregateId").asString()).isEqualTo(booking);
    assertThat(typesOf(changes(person, "types=booking.*&after=" + positionOf(resource)))).isEmpty();
    var venueOfResource =
        changes(person, "types=resource.created&venueId=" + CLUB + "&limit=1").path("items");
    assertThat(venueOfResource.path(0).path("data").path("name").isString()).isTrue();
  }

  /** Where the resource came into being. */
  private static String positionOf(String resource) {
    return HOLDFAST
        .sql(
            "SELECT transaction_id::text || '-' || position FROM events WHERE aggregate_id = '"
                + resource
                + "' AND version = 1")
        .getFirst();
  }

  @Test
  void managersAreToldOfTheirVenuesAndNotWhoElseManagesThem() {
    var manager = HOLDFAST.tokenOf("manager");
    var venue = stage.venue("PT10M");
    var resource = stage.resource(venue, Map.of());
    booked(user, resource);
    assertThat(typesOf(changes(manager, "types=booking.*&venueId=" + venue))).isEmpty();
    stage.addStaff(venue, manager);
    assertThat(typesOf(changes(manager, "types=booking.*&venueId=" + venue)))
        .containsExactly("booking.created");
    var changed = changes(manager, "types=venue.changed&venueId=" + venue).path("items").path(0);
    assertThat(changed.path("aggregateId").asString()).isEqualTo(venue);
    assertThat(changed.path("data").has("staff")).isFalse();
  }

  @Test
  void whoFollowsAResourceIsToldOnlyWhenItsTimeChanges() {
    var person = stage.newcomer();
    var resource = stage.resource(Map.of());
    var other = stage.resource(Map.of());
    var hour = new Stretch(TEN, TEN.plus(HOUR));
    var later = new Stretch(TEN.plus(Duration.ofDays(1)), TEN.plus(Duration.ofDays(1)).plus(HOUR));
    var stream = follow(person, "/v1/resources/" + resource + "/events", null);
    var ids = new ArrayList<@Nullable String>();
    StepVerifier.create(
            stream
                .doOnNext(event -> ids.add(event.id()))
                .filter(event -> "availability.changed".equals(event.event()))
                .map(event -> Stretch.of(data(event))))
        .then(() -> booked(user, other))
        .then(
            () -> {
              var id = booked(user, resource);
              assertThat(
                      stage.move(user, id, "*", stage.item(resource, later.start(), HOUR)).status())
                  .isEqualTo(200);
            })
        .expectNext(hour)
        .expectNext(hour, later)
        .thenCancel()
        .verify(PATIENCE);
    assertThat(ids.get(0)).isNotNull();
    assertThat(ids.get(1)).as("more belongs to it").isNull();
    assertThat(ids.get(2)).isNotNull();
    StepVerifier.create(
            follow(person, "/v1/resources/" + resource + "/events", ids.get(0))
                .map(event -> Stretch.of(data(event))))
        .expectNext(hour, later)
        .thenCancel()
        .verify(PATIENCE);
  }

  /** Nothing but this is told. */
  private record Stretch(Instant start, Instant end) {
    static Stretch of(JsonNode data) {
      assertThat(data.propertyNames()).containsExactlyInAnyOrder("start", "end");
      return new Stretch(
          Instant.parse(data.path("start").asString()), Instant.parse(data.path("end").asString()));
    }
  }

  @Test
  void aResourceThatCannotBeBookedAheadHoldsUpNobody() {
    var venue = stage.venue("PT10M");
    stage.resource(venue, Map.of("horizon", "P0D"));
    assertThat(typesOf(changes(user, "types=resource.*&venueId=" + venue)))
        .containsExactly("resource.created");
  }

  @Test
  void whatCannotBeFollowedIsRefused() {
    assertRefused(get(user, "/v1/changes?after=999999999-1"), 410, "position-gone");
    assertRefused(get(user, "/v1/changes?after=yesterday"), 400, "invalid-parameter");
    assertRefused(get(user, "/v1/changes?types=booking"), 400, "invalid-parameter");
    assertRefused(get(user, "/v1/changes?limit=0"), 400, "invalid-parameter");
    assertRefused(get(user, "/v1/events?lastEventId=999999999-1"), 410, "position-gone");
    assertRefused(get(user, "/v1/events?types=*"), 400, "invalid-parameter");
    var nothing = "/v1/resources/0190a000-0000-7000-8000-00000000dead/events";
    assertRefused(get(user, nothing), 404, "not-found");
    HOLDFAST.client().get().uri("/v1/changes").exchange().expectStatus().isUnauthorized();
    HOLDFAST.client().get().uri("/v1/events").exchange().expectStatus().isUnauthorized();
  }

  private static void assertRefused(WebTestClient.ResponseSpec answer, int status, String code) {
    assertThat(json(answer.expectStatus().isEqualTo(status)).path("code").asString())
        .isEqualTo(code);
  }
}
