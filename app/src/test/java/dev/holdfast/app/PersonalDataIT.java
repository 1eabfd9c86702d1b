package dev.holdfast.app;

import static dev.holdfast.app.RunningHoldfast.COURT;
import static dev.holdfast.app.RunningHoldfast.json;
import static dev.holdfast.app.RunningHoldfast.tenOClock;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClients;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Nothing a person has told us can be read where it is kept, nor in what the server tells. */
class PersonalDataIT {
  private static final RunningHoldfast HOLDFAST = RunningHoldfast.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CANARY = "Canary" + UUID.randomUUID().toString().replace("-", "");
  private static final String PHONE =
      "+43660" + (1_000_000 + Math.abs(CANARY.hashCode() % 900_000));
  private static final String PASSWORD = "a long walk along the river " + CANARY;

  @Test
  void noTextOfAPersonIsInAnyStoreInTheClear() {
    var email = CANARY.toLowerCase(Locale.ROOT) + "@example.com";
    HOLDFAST
        .client()
        .post()
        .uri("/v1/users")
        .bodyValue(
            Map.of(
                "email", email,
                "password", PASSWORD,
                "firstName", CANARY,
                "lastName", CANARY,
                "phone", PHONE))
        .exchange()
        .expectStatus()
        .isCreated();
    var token = HOLDFAST.logIn(email, PASSWORD);
    var start = tenOClock(15);
    var booked =
        json(
            HOLDFAST
                .book(
                    token,
                    Map.of(
                        "items",
                        List.of(
                            Map.of(
                                "resourceId", COURT,
                                "start", start.toString(),
                                "end", start.plus(Duration.ofHours(1)).toString())),
                        "note",
                        CANARY))
                .expectStatus()
                .isCreated());
    assertThat(booked.path("note").asString()).isEqualTo(CANARY);
    var id = booked.path("id").asString();
    var cancelled =
        json(
            HOLDFAST
                .client()
                .post()
                .uri("/v1/bookings/" + id + "/cancel")
                .headers(headers -> headers.setBearerAuth(token))
                .header("If-Match", "*")
                .bodyValue(Map.of("reason", CANARY))
                .exchange()
                .expectStatus()
                .isOk());
    assertThat(cancelled.path("cancelReason").asString()).isEqualTo(CANARY);
    var shown =
        json(
            HOLDFAST
                .client()
                .get()
                .uri("/v1/bookings/" + id)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk());
    assertThat(shown).isEqualTo(cancelled);

    var everything = database() + redis() + audit(id);
    assertThat(everything).contains(id).doesNotContainIgnoringCase(CANARY).doesNotContain(PHONE);
  }

  private static String database() {
    var tables =
        HOLDFAST.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
    var dump = new StringBuilder();
    for (var table : tables) {
      HOLDFAST.sql("SELECT row_to_json(t)::text FROM \"" + table + "\" t").forEach(dump::append);
    }
    return dump.toString();
  }

  private static String redis() {
    var dump = new StringBuilder();
    var client = RedisClient.create(HOLDFAST.servers().redisUrl());
    try (var connection = client.connect()) {
      var commands = connection.sync();
      for (var key : commands.keys("*")) {
        dump.append(key)
            .append(commands.type(key).equals("hash") ? commands.hgetall(key) : commands.get(key));
      }
    } finally {
      client.shutdown();
    }
    return dump.toString();
  }

  private static String audit(String id) {
    try (var client = MongoClients.create(HOLDFAST.servers().mongodbUrl())) {
      var collection = client.getDatabase("holdfast").getCollection("audit");
      return Flux.defer(() -> collection.find(new Document("entityId", id)))
          .collectList()
          .filter(found -> found.size() == 2)
          .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(100)))
          .thenMany(Flux.defer(collection::find))
          .map(Document::toJson)
          .collectList()
          .map(documents -> String.join("\n", documents))
          .blockOptional(PATIENCE)
          .orElseThrow();
    }
  }
}
