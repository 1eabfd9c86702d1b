package dev.holdfast.adapter.redis;

import static dev.holdfast.booking.port.BookingCacheContract.aNewBooking;
import static dev.holdfast.booking.port.BookingCacheContract.at;
import static dev.holdfast.booking.port.BookingCacheContract.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.embedded.Backend;
import dev.holdfast.adapter.embedded.EmbeddedServers;
import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.port.BookingCacheContract;
import dev.holdfast.shared.OutageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class RedisBookingCacheIT implements BookingCacheContract {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final EmbeddedServers SERVERS =
      EmbeddedServers.startTemporary(Set.of(Backend.REDIS));

  private final RedisConnection redis = new RedisConnection(SERVERS.redisUrl());
  private final BookingCache cache = node();

  @AfterAll
  static void stop() {
    SERVERS.close();
  }

  @AfterEach
  void close() {
    redis.close();
  }

  /** A cache as another node has it: nothing near, the same Redis. */
  private BookingCache node() {
    return new RedisBookingCache(redis, JSON, RedisBookingCache.Settings.DEFAULT);
  }

  @Override
  public BookingCache cache() {
    return cache;
  }

  private static Mono<BookingFacts> mustNotLoad() {
    return Mono.error(() -> new AssertionError("loaded"));
  }

  private static BookingFacts got(BookingCache from, BookingFacts booking, Mono<BookingFacts> or) {
    return Objects.requireNonNull(from.get(idOf(booking), or).block());
  }

  @Test
  void whatOneNodeHasReadOrWrittenAnotherNeedNotLoad() {
    var read = aNewBooking();
    var written = aNewBooking();
    got(cache, read, Mono.just(read));
    cache.put(written).block();
    assertThat(got(node(), read, mustNotLoad())).isEqualTo(read);
    assertThat(got(node(), written, mustNotLoad())).isEqualTo(written);
  }

  @Test
  void anOlderWriteThatComesLateLosesInRedisToo() {
    var booking = aNewBooking();
    node().put(at(booking, 3)).block();
    node().put(at(booking, 2)).block();
    assertThat(got(node(), booking, mustNotLoad()).version()).isEqualTo(3);
  }

  @Test
  void whatIsAnnouncedEverywhereIsLoadedByEveryNodeOnce() {
    var booking = aNewBooking();
    node().put(at(booking, 2)).block();
    node().outdatedEverywhere(idOf(booking), 3).block();
    node().put(at(booking, 2)).block(); // a read that began before
    assertThat(got(node(), booking, Mono.just(at(booking, 3))).version()).isEqualTo(3);
    assertThat(got(node(), booking, mustNotLoad()).version()).isEqualTo(3);
  }

  @Test
  void whatIsStaleInRedisIsNotAnsweredByANodeThatKnowsBetter() {
    var booking = aNewBooking();
    node().put(at(booking, 1)).block();
    cache.outdatedHere(idOf(booking), 2);
    assertThat(got(cache, booking, Mono.just(at(booking, 2))).version()).isEqualTo(2);
  }

  @Test
  void theProbeFindsTheServer() {
    StepVerifier.create(new RedisProbe(redis).isUp()).expectNext(true).verifyComplete();
  }

  @Test
  void withoutRedisReadsAndWritesGoOnAndAnnouncementsAreAnOutage() {
    try (var nowhere = new RedisConnection("redis://127.0.0.1:1")) {
      var alone = new RedisBookingCache(nowhere, JSON, RedisBookingCache.Settings.DEFAULT);
      var booking = aNewBooking();
      assertThat(got(alone, booking, Mono.just(booking))).isEqualTo(booking);
      alone.put(at(booking, 2)).block();
      assertThat(got(alone, booking, mustNotLoad()).version()).isEqualTo(2);
      StepVerifier.create(alone.outdatedEverywhere(idOf(booking), 3))
          .expectError(OutageException.class)
          .verify(Duration.ofSeconds(2));
      assertThat(nowhere.isGivenUp()).isTrue();
    }
  }

  @Test
  void aRedisThatHangsCostsOnePatienceAndThenNextToNothingUntilItIsBack() throws Exception {
    try (var hanging = EmbeddedServers.startTemporary(Set.of(Backend.REDIS));
        var connection = new RedisConnection(hanging.redisUrl())) {
      var slow = new RedisBookingCache(connection, JSON, RedisBookingCache.Settings.DEFAULT);
      slow.put(aNewBooking()).block();
      signal("STOP", hanging.redisProcess());
      try {
        assertThat(millisToRead(slow)).isBetween(90L, 400L);
        for (var i = 0; i < 20; i++) {
          assertThat(millisToRead(slow)).isLessThan(50);
        }
      } finally {
        signal("CONT", hanging.redisProcess());
      }
      awaitUp(connection);
      var booking = aNewBooking();
      slow.put(booking).block();
      slow.outdatedEverywhere(idOf(booking), 2).block();
    }
  }

  private static long millisToRead(BookingCache cache) {
    var booking = aNewBooking();
    var before = System.nanoTime();
    got(cache, booking, Mono.just(booking));
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
  }

  private static void awaitUp(RedisConnection connection) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    var probe = new RedisProbe(connection).isUp().onErrorReturn(false);
    while (!Boolean.TRUE.equals(probe.block())) {
      assertThat(System.nanoTime()).as("back within 10 s").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static void signal(String name, long process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process)).start().waitFor();
  }
}
