package dev.holdfast.app;

import dev.holdfast.adapter.caffeine.CachedBookables;
import dev.holdfast.adapter.calendar.RuleRecurrences;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.DatabaseClock;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.LaneConnections;
import dev.holdfast.adapter.postgres.PolicyJson;
import dev.holdfast.adapter.postgres.PostgresPool;
import dev.holdfast.adapter.postgres.booking.PostgresBookings;
import dev.holdfast.adapter.postgres.resource.PostgresManagers;
import dev.holdfast.adapter.postgres.resource.PostgresOccupancy;
import dev.holdfast.adapter.postgres.resource.PostgresResources;
import dev.holdfast.adapter.postgres.resource.PostgresVenues;
import dev.holdfast.adapter.postgres.user.PostgresSessions;
import dev.holdfast.adapter.postgres.user.PostgresUsers;
import dev.holdfast.adapter.postgres.user.PostgresWrappedKeys;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.port.Managers;
import dev.holdfast.resource.port.Occupancy;
import dev.holdfast.resource.port.Recurrences;
import dev.holdfast.resource.port.Resources;
import dev.holdfast.resource.port.Venues;
import dev.holdfast.user.port.Sessions;
import dev.holdfast.user.port.Users;
import dev.holdfast.user.port.WrappedKeys;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

/** The backends, and what is kept in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
class StorageWiring {
  private static final Duration PATIENCE_AT_START = Duration.ofSeconds(30);

  /** Embedded servers end by the shutdown handler, after everything that uses them. */
  @Bean
  Backends backends(Settings settings) {
    var backends = Backends.of(settings);
    if (settings.database().migrate()) {
      var owner = settings.database().owner();
      Backends.migrations(owner == null ? backends.databaseUrl() : owner).apply();
    }
    return backends;
  }

  /**
   * Few threads do everything between the sockets of clients and those of the database, so that a
   * request need not change threads. Without colocation a connection is opened on any loop, not
   * always on the one that asks for it.
   */
  @Bean(destroyMethod = "dispose")
  LoopResources eventLoops() {
    return LoopResources.create(
        "holdfast", -1, Runtime.getRuntime().availableProcessors(), true, false);
  }

  @Bean
  PostgresqlConnectionFactory connections(Backends backends, LoopResources eventLoops) {
    return PostgresPool.factory(backends.databaseUrl(), eventLoops);
  }

  @Bean(destroyMethod = "dispose")
  ConnectionPool pool(PostgresqlConnectionFactory connections, Settings settings) {
    var size = settings.database().pool();
    return PostgresPool.pool(connections, size.min(), size.max());
  }

  @Bean
  Database database(ConnectionPool pool) {
    return new Database(pool);
  }

  @Bean
  DatabaseClock clock(Database database) {
    var clock = new DatabaseClock(database);
    clock.calibrate().block(PATIENCE_AT_START);
    return clock;
  }

  @Bean
  JsonMapper storedJson() {
    return JsonMapper.builder().build();
  }

  @Bean
  EventJournal journal(JsonMapper storedJson) {
    return new EventJournal(storedJson);
  }

  @Bean
  PolicyJson policies(JsonMapper storedJson) {
    return new PolicyJson(storedJson);
  }

  @Bean
  Bookings bookings(
      Database database,
      EventJournal journal,
      PolicyJson policies,
      Backends backends,
      LoopResources eventLoops) {
    return new PostgresBookings(
        database, journal, policies, new LaneConnections(backends.databaseUrl(), eventLoops));
  }

  @Bean
  Venues venues(Database database, EventJournal journal, PolicyJson policies) {
    return new PostgresVenues(database, journal, policies);
  }

  @Bean
  Recurrences recurrences() {
    return new RuleRecurrences();
  }

  @Bean
  Resources resources(
      Database database,
      EventJournal journal,
      PolicyJson policies,
      JsonMapper storedJson,
      Recurrences recurrences) {
    return new PostgresResources(database, journal, policies, storedJson, recurrences);
  }

  @Bean
  Bookables bookables(Resources resources) {
    return new CachedBookables(resources);
  }

  @Bean
  Occupancy occupancy(Database database) {
    return new PostgresOccupancy(database);
  }

  @Bean
  Managers managers(Database database) {
    return new PostgresManagers(database);
  }

  @Bean
  Users users(Database database, EventJournal journal) {
    return new PostgresUsers(database, journal);
  }

  @Bean
  Sessions sessions(Database database, EventJournal journal) {
    return new PostgresSessions(database, journal);
  }

  @Bean
  WrappedKeys wrappedKeys(Database database) {
    return new PostgresWrappedKeys(database);
  }
}
