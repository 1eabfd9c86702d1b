package dev.holdfast.adapter.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.adapter.embedded.Backend;
import dev.holdfast.adapter.embedded.EmbeddedServers;
import dev.holdfast.adapter.redis.RedisConnection;
import dev.holdfast.adapter.redis.RedisQuotas;
import dev.holdfast.shared.limit.LimitWatch;
import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.Standing;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/**
 * Three nodes with one real Redis, which may hang. They keep to the quota exactly, unless the
 * machine is so busy that an answer is late: within 5 % all the same.
 */
class SharedLimitsIT {
  private static final RateLimit LIMIT = new RateLimit("user", 3_000, Duration.ofMinutes(10));
  private static final int NODES = 4;

  private final EmbeddedServers servers = EmbeddedServers.startTemporary(Set.of(Backend.REDIS));
  private final List<Node> nodes = List.of(new Node(), new Node(), new Node());
  private final String caller = UUID.randomUUID().toString();

  /** What one process has. */
  private final class Node implements LimitWatch, AutoCloseable {
    private final RedisConnection redis = new RedisConnection(servers.redisUrl());
    private final RedisQuotas quotas = new RedisQuotas(redis, InstantSource.system());
    private final LeasedLimits limits = new LeasedLimits(quotas, NODES, this);
    private final List<String> changes = new CopyOnWriteArrayList<>();

    private Node() {
      quotas.warmUp().block();
    }

    @Override
    public void decided(Standing standing) {}

    @Override
    public void isAlone(Throwable cause) {
      changes.add("alone");
    }

    @Override
    public void isTogether() {
      changes.add("together");
    }

    @Override
    public void close() {
      redis.close();
    }
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    servers.close();
  }

  private long admitted(int requests, int atOnce) {
    var admitted =
        Flux.range(0, requests)
            .flatMap(n -> nodes.get(n % 3).limits.take(LIMIT, caller), atOnce)
            .filter(Standing::isAdmitted)
            .count()
            .block(Duration.ofMinutes(1));
    return admitted == null ? 0 : admitted;
  }

  @Test
  void oneAfterTheOtherThreeNodesAdmitTheQuota() {
    assertThat(admitted(6_000, 1)).isBetween(2_850L, 3_150L);
  }

  @Test
  void manyAtOnceThreeNodesAdmitTheQuota() {
    assertThat(admitted(6_000, 96)).isBetween(2_850L, 3_150L);
  }

  @Test
  void aRedisThatHangsIsWaitedForShortlyAndThenEachNodeGoesOnWithItsShareUntilItIsBack()
      throws Exception {
    assertThat(admitted(30, 1)).isEqualTo(30);
    signal("STOP");
    var slow = new ArrayList<Long>();
    var admitted = 0L;
    try {
      for (var n = 0; n < 6_000; n++) {
        var before = System.nanoTime();
        admitted += admitted(1, 1);
        var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        if (millis > 20) {
          slow.add(millis);
        }
      }
    } finally {
      signal("CONT");
    }
    // The first node only, with what it held; the others are not asked.
    assertThat(admitted).isBetween(LIMIT.quota() / NODES, LIMIT.quota() / NODES + 45);
    // Each for as long as the first question is not given up.
    assertThat(slow).hasSizeLessThan(12).allMatch(millis -> millis < 300);
    assertThat(nodes.getFirst().changes).containsExactly("alone");
    awaitTogether();
    assertThat(30 + admitted + admitted(6_000, 1)).isBetween(2_850L, 3_000L);
  }

  private void awaitTogether() {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!nodes.getFirst().changes.contains("together")) {
      assertThat(System.nanoTime()).as("back within 10 s").isLessThan(deadline);
      nodes.getFirst().limits.take(LIMIT, "someone else").block();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(servers.redisProcess())).start().waitFor();
  }
}
