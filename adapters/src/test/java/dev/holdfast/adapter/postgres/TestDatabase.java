package dev.holdfast.adapter.postgres;

import dev.holdfast.adapter.embedded.Backend;
import dev.holdfast.adapter.embedded.EmbeddedServers;
import dev.holdfast.migrations.Migrations;
import io.r2dbc.pool.ConnectionPool;
import java.net.URI;
import java.util.Set;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real, migrated PostgreSQL for tests: one per JVM, started when first asked for and gone with
 * it. Tests share its tables, so each makes ids of its own and counts nothing but its own.
 */
public final class TestDatabase {
  private static final int CONNECTIONS = 10;

  private TestDatabase() {}

  private static final class Started {
    static final EmbeddedServers SERVERS =
        EmbeddedServers.startTemporary(Set.of(Backend.POSTGRESQL));
    static final ConnectionPool POOL = migratedPool();
    static final Database DATABASE = new Database(POOL);
    static final LaneConnections LANES =
        new LaneConnections(SERVERS.databaseUrl(), LoopResources.create("test-lanes", 2, true));

    private static ConnectionPool migratedPool() {
      var uri = URI.create(SERVERS.databaseUrl());
      var user = uri.getUserInfo().split(":", 2);
      var jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
      new Migrations(jdbc, user[0], user[1]).apply();
      var loops = LoopResources.create("test-postgres", 2, true);
      return PostgresPool.pool(PostgresPool.factory(SERVERS.databaseUrl(), loops), 2, CONNECTIONS);
    }
  }

  /** The door to it. */
  public static Database database() {
    return Started.DATABASE;
  }

  /** The pool behind the door, of 10 connections at most. */
  public static ConnectionPool pool() {
    return Started.POOL;
  }

  /** Two lanes to it. */
  public static LaneConnections lanes() {
    return Started.LANES;
  }

  /** {@code postgresql://user:password@127.0.0.1:port/holdfast}; the role owns the database. */
  public static String url() {
    return Started.SERVERS.databaseUrl();
  }

  /** As {@link #url()}, for the superuser. */
  public static String administratorUrl() {
    return Started.SERVERS.databaseAdministratorUrl();
  }

  /** A journal that writes events as the server does. */
  public static EventJournal journal() {
    return new EventJournal(JsonMapper.builder().build());
  }
}
