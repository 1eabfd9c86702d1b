package dev.holdfast.adapter.postgres;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import reactor.netty.resources.LoopResources;

/**
 * How connections to PostgreSQL are opened and pooled. Every wait has a bound: the server ends
 * statements, locks and transactions that take too long, and the pool refuses rather than queues.
 */
public final class PostgresPool {
  /** How many may wait for a connection; whoever comes then is refused at once. */
  private static final int PENDING_MAX = 1_000;

  private static final Map<String, String> SERVER_TIMEOUTS =
      Map.of(
          "statement_timeout", "3s",
          "lock_timeout", "1s",
          "idle_in_transaction_session_timeout", "5s",
          "transaction_timeout", "10s");

  /**
   * A lane runs the same few statements for ever, and each must find its rows by index. Plans made
   * once for all hold also while a fresh, never analysed database fills; with sequential scans
   * allowed, one made for an empty table would be kept until it hurts.
   */
  private static final Map<String, String> LANE_PLANS =
      Map.of("plan_cache_mode", "force_generic_plan", "enable_seqscan", "off", "jit", "off");

  private PostgresPool() {}

  /**
   * @param url {@code postgresql://user:password@host:5432/database}
   * @param loops where connections live; one of its own keeps them from piling up on the loop that
   *     opened them
   */
  public static PostgresqlConnectionFactory factory(String url, LoopResources loops) {
    return new PostgresqlConnectionFactory(configuration(url, loops, SERVER_TIMEOUTS).build());
  }

  /** For the connection of a lane. */
  static PostgresqlConnectionFactory lane(String url, LoopResources loop) {
    var options = new HashMap<>(SERVER_TIMEOUTS);
    options.putAll(LANE_PLANS);
    return new PostgresqlConnectionFactory(configuration(url, loop, options).build());
  }

  private static PostgresqlConnectionConfiguration.Builder configuration(
      String url, LoopResources loops, Map<String, String> options) {
    var uri = URI.create(url);
    var userInfo = uri.getRawUserInfo().split(":", 2);
    return PostgresqlConnectionConfiguration.builder()
        .host(uri.getHost())
        .port(uri.getPort() < 0 ? 5432 : uri.getPort())
        .database(uri.getPath().substring(1))
        .username(decode(userInfo[0]))
        .password(decode(userInfo.length > 1 ? userInfo[1] : ""))
        .applicationName("holdfast")
        .connectTimeout(Duration.ofSeconds(2))
        .tcpKeepAlive(true)
        .tcpNoDelay(true)
        .forceBinary(true) // to read a list was, for the most part, to parse dates from text
        .codecRegistrar(new BinaryArray.Registrar())
        .options(options)
        .loopResources(loops);
  }

  /**
   * @param min kept open
   * @param max never exceeded; what cannot be served within 2 s is refused
   */
  public static ConnectionPool pool(PostgresqlConnectionFactory factory, int min, int max) {
    return new ConnectionPool(
        ConnectionPoolConfiguration.builder(factory)
            .name("holdfast")
            .initialSize(min)
            .minIdle(min)
            .maxSize(max)
            .customizer(pool -> pool.maxPendingAcquire(PENDING_MAX))
            .maxAcquireTime(Duration.ofSeconds(2))
            .maxCreateConnectionTime(Duration.ofSeconds(2))
            .acquireRetry(1)
            .maxIdleTime(Duration.ofMinutes(5))
            .maxLifeTime(Duration.ofMinutes(10))
            .backgroundEvictionInterval(Duration.ofSeconds(30))
            .validationDepth(ValidationDepth.REMOTE)
            .validationQuery("SELECT 1")
            .maxValidationTime(Duration.ofSeconds(1))
            .build());
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
