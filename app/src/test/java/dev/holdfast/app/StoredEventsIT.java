package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.contract.EventCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/**
 * What earlier versions of the server have put into the store is told in the same words for ever.
 * The samples are payloads as they were written then, with what was made of them; they are never
 * changed, only added to. Those of {@code created}, {@code confirmed} and {@code cancelled} are
 * from before a booking's policy was kept.
 */
class StoredEventsIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final String NO_VENUE = "00000000-0000-0000-0000-000000000000";

  private final String admin = HOLDFAST.tokenOf("admin");

  private static JsonNode sample(String type) {
    try (var file = StoredEventsIT.class.getResourceAsStream("events/" + type + ".json")) {
      return json(Objects.requireNonNull(file, type).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stored(JsonNode sample) {
    var venue = sample.path("venueId");
    return HOLDFAST
        .sql(
            """
            INSERT INTO events (venue_id, aggregate_type, aggregate_id, version, type, data, metadata,
              occurred_at)
            VALUES ('%s', '%s', '%s', %d, '%s', '%s', '{"requestId":"long ago"}', now())
            RETURNING transaction_id::text || '-' || position
            """
                .formatted(
                    venue.isNull() ? NO_VENUE : venue.asString(),
                    sample.path("aggregateType").asString(),
                    sample.path("aggregateId").asString(),
                    sample.path("version").asLong(),
                    sample.path("type").asString(),
                    sample.path("stored").toString()))
        .getFirst();
  }

  private WebTestClient.ResponseSpec get(String uri) {
    return HOLDFAST
        .client()
        .get()
        .uri(uri)
        .headers(headers -> headers.setBearerAuth(admin))
        .exchange();
  }

  /** Every answer is held to openapi.yaml by the client, so these are of the schemas there. */
  @Test
  void whatWasWrittenLongAgoReadsAsItDidThen() {
    var before = json(get("/v1/changes?limit=1").expectStatus().isOk());
    var samples = new LinkedHashMap<String, JsonNode>();
    for (var type : EventCatalogue.inTheDocument().keySet()) {
      var sample = sample(type);
      samples.put(stored(sample), sample);
    }
    assertThat(samples).isNotEmpty();
    var told =
        eventually(
            () -> changesFrom(before.path("nextCursor").asString(), samples),
            found -> found.size() == samples.size());
    samples.forEach(
        (id, sample) -> {
          var event = Objects.requireNonNull(told.get(id));
          assertThat(event.path("type")).isEqualTo(sample.path("type"));
          assertThat(event.path("aggregateId")).isEqualTo(sample.path("aggregateId"));
          assertThat(event.path("data")).as(id).isEqualTo(sample.path("public"));
        });
    awaitAudited(told.keySet().stream().toList().getLast());
    assertThat(HOLDFAST.sql("SELECT count(*) FROM parked_events")).containsExactly("0");
  }

  private Map<String, JsonNode> changesFrom(String after, Map<String, JsonNode> wanted) {
    var found = new LinkedHashMap<String, JsonNode>();
    var cursor = after;
    List<JsonNode> items;
    do {
      var page = json(get("/v1/changes?limit=200&after=" + cursor).expectStatus().isOk());
      items = page.path("items").valueStream().toList();
      items.stream()
          .filter(event -> wanted.containsKey(event.path("id").asString()))
          .forEach(event -> found.put(event.path("id").asString(), event));
      cursor = page.path("nextCursor").asString();
    } while (!items.isEmpty());
    return found;
  }

  private void awaitAudited(String id) {
    var place = id.split("-", -1);
    var beyond =
        "SELECT consumer FROM checkpoints WHERE (transaction_id, position) >= ('%s'::xid8, %s)"
            .formatted(place[0], place[1]);
    eventually(() -> HOLDFAST.sql(beyond), consumers -> consumers.contains("audit"));
  }
}
