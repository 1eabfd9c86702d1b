package dev.holdfast.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.embedded.Backend;
import dev.holdfast.adapter.embedded.EmbeddedServers;
import dev.holdfast.shared.limit.KnownPlaces;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class RedisPlacesIT {
  private static final EmbeddedServers SERVERS =
      EmbeddedServers.startTemporary(Set.of(Backend.REDIS));

  private final RedisConnection redis = new RedisConnection(SERVERS.redisUrl());
  private final KnownPlaces places = new RedisPlaces(redis, new byte[32]);

  @BeforeEach
  void warmUp() {
    redis.warmUp().block();
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @AfterAll
  static void stop() {
    SERVERS.close();
  }

  private void assertKnown(boolean isKnown, KnownPlaces places, String account, String place) {
    StepVerifier.create(places.isKnown(account, place)).expectNext(isKnown).verifyComplete();
  }

  @Test
  void aPlaceIsKnownForOneAccountWhereverItIsAskedAndForNoOther() {
    places.note("ada", "192.0.2.1").block();
    assertKnown(true, places, "ada", "192.0.2.1");
    assertKnown(true, new RedisPlaces(redis, new byte[32]), "ada", "192.0.2.1");
    assertKnown(false, places, "ada", "192.0.2.2");
    assertKnown(false, places, "grace", "192.0.2.1");
  }

  @Test
  void aPlaceIsForgottenSomeTimeAfterTheLastSignIn() {
    places.note("joan", "192.0.2.3").block();
    var lives =
        redis
            .run(
                commands ->
                    commands
                        .keys("*")
                        .flatMap(commands::pttl)
                        .filter(millis -> millis < 0 || millis > KnownPlaces.MEMORY.toMillis())
                        .collectList())
            .block();
    assertThat(lives).isEmpty();
  }

  @Test
  void redisDoesNotTellWhoSignsInFromWhere() {
    places.note("a-name", "192.0.2.77").block();
    var keys =
        Objects.requireNonNull(redis.run(commands -> commands.keys("*").collectList()).block());
    assertThat(keys).isNotEmpty().allMatch(key -> key.matches("place:[0-9a-f]{64}"));
    var values =
        Objects.requireNonNull(
            redis
                .run(commands -> Flux.fromIterable(keys).flatMap(commands::get).collectList())
                .block());
    assertThat(values).hasSameSizeAs(keys).allMatch(String::isEmpty);
    assertKnown(false, new RedisPlaces(redis, new byte[] {1}), "a-name", "192.0.2.77");
  }

  @Test
  void withoutRedisNoPlaceIsKnownAndNothingFails() {
    try (var nowhere = new RedisConnection("redis://127.0.0.1:1")) {
      var lost = new RedisPlaces(nowhere, new byte[32]);
      for (var answer :
          List.of(
              lost.note("ada", "192.0.2.1"),
              lost.isKnown("ada", "192.0.2.1").filter(known -> known).then())) {
        StepVerifier.create(answer).expectComplete().verify(Duration.ofSeconds(2));
      }
    }
  }
}
