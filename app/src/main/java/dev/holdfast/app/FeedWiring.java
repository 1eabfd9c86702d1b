package dev.holdfast.app;

import dev.holdfast.adapter.mongo.JacksonFacts;
import dev.holdfast.adapter.mongo.MongoAuditTrail;
import dev.holdfast.adapter.mongo.MongoConnection;
import dev.holdfast.adapter.mongo.MongoProbe;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.feed.PostgresCheckpoints;
import dev.holdfast.adapter.postgres.feed.PostgresEventLog;
import dev.holdfast.adapter.redis.RedisBookingCache;
import dev.holdfast.adapter.redis.RedisConnection;
import dev.holdfast.adapter.redis.RedisProbe;
import dev.holdfast.audit.port.AuditTrail;
import dev.holdfast.audit.usecase.AuditDesk;
import dev.holdfast.audit.usecase.ListAudit;
import dev.holdfast.audit.usecase.RecordAudit;
import dev.holdfast.audit.usecase.StreamAudit;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.usecase.BookingAccess;
import dev.holdfast.booking.usecase.OutdateBookings;
import dev.holdfast.feed.port.Checkpoints;
import dev.holdfast.feed.port.ConsumerWatch;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.usecase.BookingEvents;
import dev.holdfast.feed.usecase.EventConsumer;
import dev.holdfast.feed.usecase.EventHandler;
import dev.holdfast.feed.usecase.FollowBooking;
import dev.holdfast.feed.usecase.LiveFeed;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.usecase.ForgetBookables;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.bus.QueryBus;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What follows the log, and the backends it fills. */
@Configuration(proxyBeanMethods = false)
class FeedWiring {
  /** This process, where one of several must be told from the others. */
  private static final UUID RUNNER = Ids.next();

  @Bean
  EventLog eventLog(
      Database database, PostgresqlConnectionFactory connections, JsonMapper storedJson) {
    return new PostgresEventLog(database, connections, storedJson);
  }

  @Bean
  Checkpoints checkpoints(Database database) {
    return new PostgresCheckpoints(database);
  }

  @Bean(destroyMethod = "close")
  RedisConnection redis(Backends backends) {
    return new RedisConnection(backends.redisUrl());
  }

  @Bean(destroyMethod = "close")
  MongoConnection mongo(Backends backends) {
    return new MongoConnection(backends.mongodbUrl());
  }

  @Bean
  BookingCache bookingCache(RedisConnection redis, JsonMapper storedJson) {
    return new RedisBookingCache(redis, storedJson, RedisBookingCache.Settings.DEFAULT);
  }

  @Bean
  AuditTrail auditTrail(MongoConnection mongo) {
    return new MongoAuditTrail(mongo);
  }

  @Bean
  AuditDesk auditDesk(AuditTrail trail, QueryBus queries) {
    var desk = new AuditDesk(trail);
    queries.handle(ListAudit.class, desk::list);
    queries.handleStream(StreamAudit.class, desk::stream);
    return desk;
  }

  @Bean
  OutdateBookings outdateBookings(BookingCache cache) {
    return new OutdateBookings(cache);
  }

  @Bean(destroyMethod = "") // ended by whoever runs it, before the web server stops
  LiveFeed liveFeed(EventLog log, OutdateBookings outdate, Bookables bookables) {
    return new LiveFeed(
        log, LiveFeed.Settings.DEFAULT, List.of(outdate, new ForgetBookables(bookables)));
  }

  @Bean
  BookingEvents bookingEvents(
      LiveFeed feed, EventLog log, BookingAccess access, QueryBus queries) {
    var events = new BookingEvents(feed, log, (actor, id) -> access.current(id, actor));
    queries.handleStream(FollowBooking.class, events::follow);
    return events;
  }

  @Bean
  EventConsumer auditConsumer(
      EventLog log,
      Checkpoints checkpoints,
      AuditTrail trail,
      JsonMapper storedJson,
      ConsumerWatch watch,
      InstantSource clock) {
    var record = new RecordAudit(trail, log, new JacksonFacts(storedJson));
    return consumer("audit", record, log, checkpoints, watch, clock);
  }

  @Bean
  EventConsumer cacheConsumer(
      EventLog log,
      Checkpoints checkpoints,
      OutdateBookings outdate,
      ConsumerWatch watch,
      InstantSource clock) {
    return consumer("booking-cache", outdate, log, checkpoints, watch, clock);
  }

  private static EventConsumer consumer(
      String name,
      EventHandler handler,
      EventLog log,
      Checkpoints checkpoints,
      ConsumerWatch watch,
      InstantSource clock) {
    return new EventConsumer(
        name, RUNNER, log, checkpoints, handler, EventConsumer.Settings.DEFAULT, watch, clock);
  }

  @Bean
  MongoProbe mongoProbe(MongoConnection mongo) {
    return new MongoProbe(mongo);
  }

  @Bean
  RedisProbe redisProbe(RedisConnection redis) {
    return new RedisProbe(redis);
  }
}
