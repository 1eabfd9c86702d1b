package dev.holdfast.app;

import dev.holdfast.adapter.metrics.WebhookMeters;
import dev.holdfast.adapter.postgres.Database;
import dev.holdfast.adapter.postgres.EventJournal;
import dev.holdfast.adapter.postgres.notification.PostgresDeliveries;
import dev.holdfast.adapter.postgres.notification.PostgresEndpoints;
import dev.holdfast.adapter.security.Secrets;
import dev.holdfast.adapter.security.TinkEndpointVault;
import dev.holdfast.adapter.web.Lists;
import dev.holdfast.adapter.web.RouteGroup;
import dev.holdfast.adapter.web.feed.EventViews;
import dev.holdfast.adapter.web.notification.EventBodies;
import dev.holdfast.adapter.web.notification.WebhookDeliveryHandler;
import dev.holdfast.adapter.web.notification.WebhookEndpointHandler;
import dev.holdfast.adapter.web.notification.WebhookRoutes;
import dev.holdfast.adapter.webhook.DnsNames;
import dev.holdfast.adapter.webhook.HttpWebhookSender;
import dev.holdfast.feed.port.Checkpoints;
import dev.holdfast.feed.port.ConsumerWatch;
import dev.holdfast.feed.port.EventLog;
import dev.holdfast.feed.usecase.EventConsumer;
import dev.holdfast.feed.usecase.LiveFeed;
import dev.holdfast.notification.DeliveryPolicy;
import dev.holdfast.notification.WebhookTargets;
import dev.holdfast.notification.port.Deliveries;
import dev.holdfast.notification.port.EndpointVault;
import dev.holdfast.notification.port.Endpoints;
import dev.holdfast.notification.port.WebhookNames;
import dev.holdfast.notification.port.WebhookSender;
import dev.holdfast.notification.port.WebhookWatch;
import dev.holdfast.notification.usecase.DeliveryDesk;
import dev.holdfast.notification.usecase.EndpointAccess;
import dev.holdfast.notification.usecase.EndpointDesk;
import dev.holdfast.notification.usecase.EndpointPauser;
import dev.holdfast.notification.usecase.EndpointResumption;
import dev.holdfast.notification.usecase.EndpointUrls;
import dev.holdfast.notification.usecase.WebhookCourier;
import dev.holdfast.notification.usecase.WebhookDispatcher;
import dev.holdfast.notification.usecase.WebhookQueue;
import dev.holdfast.resource.usecase.Catalogue;
import dev.holdfast.shared.bus.CommandBus;
import dev.holdfast.shared.bus.QueryBus;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks: the endpoints, what is on its way to them, and how it gets there. */
@Configuration(proxyBeanMethods = false)
class WebhookWiring {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int ANSWER_BYTES_MAX = 64 * 1024;

  /** An attempt, and the time that the database may take before and after it. */
  private static final Duration CLAIM_MARGIN = Duration.ofSeconds(25);

  @Bean
  DeliveryPolicy deliveryPolicy(Settings settings) {
    var webhooks = settings.webhooks();
    return new DeliveryPolicy(
        webhooks.firstRetry(),
        webhooks.longestPause(),
        webhooks.triedFor(),
        webhooks.pauseAfter(),
        webhooks.pauseFailures());
  }

  @Bean
  Endpoints endpoints(Database database, EventJournal journal) {
    return new PostgresEndpoints(database, journal);
  }

  @Bean
  Deliveries deliveries(Database database, JsonMapper storedJson, InstantSource clock) {
    return new PostgresDeliveries(database, storedJson, clock);
  }

  @Bean
  TinkEndpointVault endpointVault(Secrets secrets) {
    return new TinkEndpointVault(secrets);
  }

  @Bean
  WebhookTargets webhookTargets(Settings settings) {
    return new WebhookTargets(settings.allowsLoopbackWebhooks());
  }

  @Bean
  WebhookWatch webhookWatch(MeterRegistry meters) {
    return new WebhookMeters(meters);
  }

  /** A thread of their own: TLS with strangers is not to keep our clients waiting. */
  @Bean(destroyMethod = "dispose")
  LoopResources webhookLoops() {
    return LoopResources.create("holdfast-webhooks", 1, true);
  }

  @Bean
  DnsNames webhookNames(LoopResources webhookLoops) {
    return new DnsNames(webhookLoops);
  }

  @Bean
  HttpWebhookSender webhookSender(LoopResources webhookLoops, DnsNames names, Settings settings) {
    return new HttpWebhookSender(
        webhookLoops,
        names,
        new HttpWebhookSender.Settings(settings.webhooks().timeout(), ANSWER_BYTES_MAX));
  }

  @Bean
  WebhookCourier webhookCourier(
      WebhookTargets targets,
      EndpointVault vault,
      EventViews views,
      WebhookSender sender,
      InstantSource clock,
      WebhookWatch watch) {
    return new WebhookCourier(targets, vault, new EventBodies(views), sender, clock, watch);
  }

  @Bean
  WebhookDispatcher webhookDispatcher(
      Deliveries deliveries,
      EventLog log,
      WebhookCourier courier,
      Endpoints endpoints,
      DeliveryPolicy policy,
      Settings settings,
      WebhookWatch watch,
      InstantSource clock,
      MeterRegistry meters) {
    var webhooks = settings.webhooks();
    var dispatcher =
        new WebhookDispatcher(
            FeedWiring.RUNNER,
            deliveries,
            log,
            courier,
            new EndpointPauser(endpoints, clock, watch),
            policy,
            new WebhookDispatcher.Settings(
                POLL,
                webhooks.timeout().plus(CLAIM_MARGIN),
                webhooks.perEndpoint(),
                webhooks.atOnce(),
                Math.max(1, webhooks.atOnce() / 2)),
            watch);
    meters.gauge("holdfast.webhook.underway", dispatcher, WebhookDispatcher::underWay);
    return dispatcher;
  }

  @Bean
  EventConsumer webhookConsumer(
      Endpoints endpoints,
      Deliveries deliveries,
      EventLog log,
      DeliveryPolicy policy,
      WebhookDispatcher dispatcher,
      LiveFeed feed,
      Checkpoints checkpoints,
      ConsumerWatch watch,
      Settings settings,
      InstantSource clock) {
    var queue = new WebhookQueue(endpoints, deliveries, log, policy, dispatcher::wake);
    return FeedWiring.consumer("webhooks", queue, feed, checkpoints, watch, settings, clock);
  }

  @Bean
  EndpointAccess endpointAccess(Endpoints endpoints, Deliveries deliveries, Catalogue catalogue) {
    return new EndpointAccess(endpoints, deliveries, catalogue);
  }

  @Bean
  EndpointDesk endpointDesk(
      Endpoints endpoints,
      Deliveries deliveries,
      EndpointAccess access,
      WebhookTargets targets,
      WebhookNames names,
      EndpointVault vault,
      DeliveryPolicy policy,
      WebhookDispatcher dispatcher,
      Settings settings,
      InstantSource clock,
      CommandBus commands,
      QueryBus queries) {
    var desk =
        new EndpointDesk(
            endpoints,
            access,
            new EndpointUrls(targets, names),
            vault,
            new EndpointResumption(deliveries, policy, dispatcher::wake),
            clock,
            settings.webhooks().overlap());
    desk.bind(commands, queries);
    return desk;
  }

  @Bean
  DeliveryDesk deliveryDesk(
      Deliveries deliveries,
      EndpointAccess access,
      WebhookCourier courier,
      DeliveryPolicy policy,
      WebhookDispatcher dispatcher,
      WebhookWatch watch,
      CommandBus commands,
      QueryBus queries) {
    var desk = new DeliveryDesk(deliveries, access, courier, policy, dispatcher::wake, watch);
    desk.bind(commands, queries);
    return desk;
  }

  @Bean
  RouteGroup webhookRoutes(CommandBus commands, QueryBus queries, Lists lists) {
    return new WebhookRoutes(
        new WebhookEndpointHandler(commands, queries, lists),
        new WebhookDeliveryHandler(commands, queries, lists));
  }
}
