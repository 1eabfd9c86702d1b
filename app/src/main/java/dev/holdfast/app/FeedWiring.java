package dev.holdfast.app;

import dev.holdfast.adapter.metrics.ConsumerMeters;
import dev.holdfast.adapter.mongo.JacksonFacts;
import dev.holdfast.adapter.mongo.MongoAuditTrail;
import dev.holdfast.adapter.mongo.MongoConnection;
import dev.holdfast.adapter.mongo.MongoProbe;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.audit.PostgresAuditHeads;
import dev.holdfast.adapter.postgres.audit.PostgresAuditNotes;
import dev.holdfast.adapter.postgres.feed.PostgresCheckpoints;
import dev.holdfast.adapter.postgres.feed.PostgresEventLog;
import dev.holdfast.adapter.postgres.health.PostgresProbe;
import dev.holdfast.adapter.redis.RedisBookingCache;
import dev.holdfast.adapter.redis.RedisConnection;
import dev.holdfast.adapter.redis.RedisProbe;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.audit.AuditRoutes;
import dev.holdfast.adapter.web.feed.EventViews;
import dev.holdfast.adapter.web.feed.FeedRoutes;
import dev.holdfast.adapter.web.health.HealthRoutes;
import dev.holdfast.adapter.web.user.ClosedAccounts;
import dev.holdfast.audit.port.AuditHeads;
import dev.holdfast.audit.port.AuditTrail;
import dev.holdfast.audit.usecase.AuditDesk;
import dev.holdfast.audit.usecase.NoteTaker;
import dev.holdfast.audit.usecase.RecordAudit;
import dev.holdfast.booking.port.BookingCache;
import dev.holdfast.booking.usecase.BookingAccess;
import dev.holdfast.booking.usecase.BookingTexts;
import dev.holdfast.booking.usecase.OutdateBookings;
import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.Checkpoints;
import dev.holdfast.feed.port.ConsumerWatch;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.usecase.AllEvents;
import dev.holdfast.feed.usecase.BookingEvents;
import dev.holdfast.feed.usecase.BookingHistory;
import dev.holdfast.feed.usecase.EventConsumer;
import dev.holdfast.feed.usecase.EventHandler;
import dev.holdfast.feed.usecase.LiveFeed;
import dev.holdfast.health.usecase.CheckHealth;
import dev.holdfast.resource.port.Bookables;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.resource.usecase.ForgetBookables;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.UserId;
import dev.holdfast.shared.bus.QueryBus;
import dev.holdfast.user.port.PersonalKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What follows the log, and the backends it fills. */
@Configuration(proxyBeanMethods = false)
class FeedWiring {
  /** This process, where one of several must be told from the others. */
  static final UUID RUNNER = Ids.next();

  @Bean
  EventLog eventLog(
      Database database, PostgresqlConnectionFactory connections, JsonMapper storedJson) {
    return new PostgresEventLog(database, connections, storedJson);
  }

  @Bean
  Checkpoints checkpoints(Database database, JsonMapper storedJson) {
    return new PostgresCheckpoints(database, storedJson);
  }

  @Bean(destroyMethod = "close")
  RedisConnection redis(Backends backends) {
    var redis = new RedisConnection(backends.redisUrl());
    redis.warmUp().block();
    return redis;
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
  AuditHeads auditHeads(Database database) {
    return new PostgresAuditHeads(database);
  }

  @Bean
  NoteTaker noteTaker(Database database, EventJournal journal, MeterRegistry meters) {
    var taker = new NoteTaker(new PostgresAuditNotes(database, journal));
    meters.more().counter("holdfast.audit.notes.lost", Tags.empty(), taker, NoteTaker::lost);
    return taker;
  }

  @Bean
  AuditDesk auditDesk(AuditTrail trail, AuditHeads heads, QueryBus queries) {
    var desk = new AuditDesk(trail, heads);
    desk.bind(queries);
    return desk;
  }

  @Bean
  OutdateBookings outdateBookings(BookingCache cache) {
    return new OutdateBookings(cache);
  }

  @Bean(destroyMethod = "") // ended by whoever runs it, before the web server stops
  LiveFeed liveFeed(
      EventLog log,
      OutdateBookings outdate,
      Bookables bookables,
      PersonalKeys keys,
      ClosedAccounts closed) {
    return new LiveFeed(
        log,
        LiveFeed.Settings.DEFAULT,
        List.of(outdate, new ForgetBookables(bookables), forgettingTheErased(keys), closed));
  }

  private static Consumer<LoggedEvent> forgettingTheErased(PersonalKeys keys) {
    return event -> {
      if (event.type().equals("user.erased")) {
        keys.forget(new UserId(event.aggregateId()));
      }
    };
  }

  @Bean
  BookingEvents bookingEvents(LiveFeed feed, EventLog log, BookingAccess access, QueryBus queries) {
    var events = new BookingEvents(feed, log, (actor, id) -> access.current(id, actor));
    events.bind(queries);
    return events;
  }

  @Bean
  AllEvents allEvents(LiveFeed feed, EventLog log, Catalogue catalogue, QueryBus queries) {
    var events = new AllEvents(feed, log, catalogue);
    events.bind(queries);
    return events;
  }

  @Bean
  BookingHistory bookingHistory(EventLog log, BookingAccess access, QueryBus queries) {
    var history = new BookingHistory(log, (actor, id) -> access.current(id, actor));
    history.bind(queries);
    return history;
  }

  @Bean
  EventConsumer auditConsumer(
      LiveFeed feed,
      EventLog log,
      Checkpoints checkpoints,
      AuditTrail trail,
      AuditHeads heads,
      JsonMapper storedJson,
      ConsumerWatch watch,
      Settings settings,
      InstantSource clock) {
    var record = new RecordAudit(trail, log, new JacksonFacts(storedJson), heads, clock);
    return consumer("audit", record, feed, checkpoints, watch, settings, clock);
  }

  @Bean
  EventConsumer cacheConsumer(
      LiveFeed feed,
      Checkpoints checkpoints,
      OutdateBookings outdate,
      ConsumerWatch watch,
      Settings settings,
      InstantSource clock) {
    return consumer("booking-cache", outdate, feed, checkpoints, watch, settings, clock);
  }

  static EventConsumer consumer(
      String name,
      EventHandler handler,
      LiveFeed feed,
      Checkpoints checkpoints,
      ConsumerWatch watch,
      Settings settings,
      InstantSource clock) {
    return new EventConsumer(
        name,
        RUNNER,
        feed::slice,
        checkpoints,
        handler,
        EventConsumer.Settings.DEFAULT.withLease(settings.consumers().lease()),
        watch,
        clock);
  }

  @Bean
  ConsumerWatch consumerWatch(MeterRegistry meters) {
    return new ConsumerMeters(meters);
  }

  @Bean
  CheckHealth checkHealth(
      PostgresqlConnectionFactory connections,
      RedisConnection redis,
      MongoConnection mongo,
      InstantSource clock) {
    return new CheckHealth(
        List.of(new PostgresProbe(connections), new RedisProbe(redis), new MongoProbe(mongo)),
        clock);
  }

  @Bean
  EventViews eventViews(BookingTexts texts, JsonMapper storedJson) {
    return new EventViews(texts::open, storedJson);
  }

  @Bean
  RouteGroup feedRoutes(QueryBus queries, EventViews views, InstantSource clock) {
    return new FeedRoutes(queries, views, clock);
  }

  @Bean
  RouteGroup auditRoutes(QueryBus queries, Lists lists) {
    return new AuditRoutes(queries, lists);
  }

  @Bean
  RouteGroup healthRoutes(CheckHealth check, ApplicationAvailability availability) {
    return new HealthRoutes(
        check,
        () -> availability.getLivenessState() == LivenessState.CORRECT,
        () -> availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC);
  }
}
