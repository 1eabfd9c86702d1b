package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.eventually;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The node that runs the consumers is killed in the middle of its work, again and again, and its
 * successor goes on: of every event there is one entry in the trail, and of every booking's events
 * none is missing among the webhooks; both in order.
 */
class KilledNodeIT {
  private static final String LEASE = "--holdfast.consumers.lease=3s";
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.start(LEASE);
  private static final int KILLS = 2;

  /** A node starts in seconds, and then waits for the end of the lease of the one before it. */
  private static final Duration START_AND_LEASE = Duration.ofSeconds(90);

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final Stage stage = new Stage(HOLDFAST);
  private final String user = HOLDFAST.tokenOf("user");
  private final String admin = HOLDFAST.tokenOf("admin");

  @AfterEach
  void close() {
    receiver.close();
  }

  @AfterAll
  static void stop() {
    HOLDFAST.close();
  }

  @Test
  void whoeverIsKilledEveryEventIsAuditedOnceAndSentAtLeastOnceInOrder() throws Exception {
    var path = receiver.path();
    subscribed(receiver.url(path));
    HOLDFAST.bean(Background.class).stop(); // this node only takes bookings from now on
    var writing = new AtomicBoolean(true);
    var written = new AtomicInteger();
    var resource = stage.resource(Map.of());
    try (var writers = Executors.newFixedThreadPool(1)) {
      var ended =
          writers.submit(
              () -> {
                while (writing.get()) {
                  bookAndCancel(resource, written.getAndIncrement());
                }
              });
      for (var kill = 0; kill < KILLS; kill++) {
        try (var node = OtherNode.beside(HOLDFAST, LEASE)) {
          var before = audited();
          eventually(START_AND_LEASE, KilledNodeIT::audited, now -> now > before + 50);
          node.kill();
        }
      }
      writing.set(false);
      ended.get();
    }
    assertThat(audited()).isLessThan(events());
    try (var node = OtherNode.beside(HOLDFAST, LEASE)) {
      eventually(START_AND_LEASE, KilledNodeIT::audited, now -> now == events());
      eventually(START_AND_LEASE, () -> sent(path).size(), all -> all == eventsOfBookings());
      assertThat(node).isNotNull();
    }
    assertThat(HOLDFAST.sql("SELECT count(*) FROM parked_events")).containsExactly("0");
    assertInOrder(trail());
    assertSentInOrder(path);
  }

  private void subscribed(String url) {
    HOLDFAST
        .client()
        .post()
        .uri("/v1/webhook-endpoints")
        .headers(headers -> headers.setBearerAuth(admin))
        .bodyValue(Map.of("url", url, "types", List.of("booking.*")))
        .exchange()
        .expectStatus()
        .isCreated();
  }

  /** The ids of the events that have come to the path. */
  private Set<String> sent(String path) {
    return receiver.seen(path).stream()
        .map(seen -> seen.header("webhook-id"))
        .collect(Collectors.toSet());
  }

  private void assertSentInOrder(String path) {
    var firsts = new HashMap<String, List<Integer>>();
    for (var seen : receiver.seen(path)) {
      var event = seen.event();
      var versions =
          firsts.computeIfAbsent(event.path("aggregateId").asString(), _ -> new ArrayList<>());
      var version = event.path("version").asInt();
      if (!versions.contains(version)) {
        versions.add(version);
      }
    }
    assertThat(firsts.values()).isNotEmpty().allMatch(List.of(1, 2)::equals);
  }

  private void bookAndCancel(String resource, int number) {
    var start = tenOClock(60).plus(Duration.ofHours(number));
    var wish = Map.of("items", List.of(stage.item(resource, start, Duration.ofHours(1))));
    var id = stage.booked(user, wish).path("id").asString();
    assertThat(stage.change(user, id, "cancel", "*").status()).isEqualTo(200);
  }

  private static int events() {
    return Integer.parseInt(HOLDFAST.sql("SELECT count(*) FROM events").getFirst());
  }

  private static int eventsOfBookings() {
    return Integer.parseInt(
        HOLDFAST.sql("SELECT count(*) FROM events WHERE type LIKE 'booking.%'").getFirst());
  }

  /** How many events stand at or before the checkpoint. */
  private static int audited() {
    return Integer.parseInt(
        HOLDFAST
            .sql(
                """
                SELECT count(*) FROM events e, checkpoints c WHERE c.consumer = 'audit'
                  AND (e.transaction_id, e.position) <= (c.transaction_id, c.position)
                """)
            .getFirst());
  }

  /** The whole trail, oldest first. */
  private List<JsonNode> trail() {
    var body =
        HOLDFAST
            .client()
            .get()
            .uri("/v1/audit")
            .headers(headers -> headers.setBearerAuth(admin))
            .header("Accept", "application/x-ndjson")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    var lines = new ArrayList<JsonNode>();
    Objects.requireNonNull(body).lines().forEach(line -> lines.add(json(line.getBytes(UTF_8))));
    return lines.reversed();
  }

  private static void assertInOrder(List<JsonNode> trail) {
    assertThat(trail).hasSize(events());
    assertThat(trail.stream().map(entry -> entry.path("id").asString())).doesNotHaveDuplicates();
    var sequence = 0L;
    var lastOf = new HashMap<String, String>();
    for (var entry : trail) {
      assertThat(entry.path("sequence").asLong()).isEqualTo(++sequence);
      var action = entry.path("action").asString();
      if (action.startsWith("booking.")) {
        var before = lastOf.put(entry.path("entityId").asString(), action);
        assertThat(before).isEqualTo("booking.created".equals(action) ? null : "booking.created");
      }
    }
  }
}
