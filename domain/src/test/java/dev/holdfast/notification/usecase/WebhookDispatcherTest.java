package dev.holdfast.notification.usecase;

import static dev.holdfast.notification.WebhookFixtures.active;
import static dev.holdfast.notification.WebhookFixtures.anEndpoint;
import static dev.holdfast.notification.WebhookFixtures.created;
import static dev.holdfast.resource.ResourceFixtures.ADMIN;
import static dev.holdfast.resource.ResourceFixtures.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.feed.LoggedEvent;
import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.notification.Delivery;
import dev.holdfast.notification.DeliveryId;
import dev.holdfast.notification.DeliveryLane;
import dev.holdfast.notification.DeliveryPolicy;
import dev.holdfast.notification.DeliveryStatus;
import dev.holdfast.notification.DeliverySubject;
import dev.holdfast.notification.Endpoint;
import dev.holdfast.notification.EndpointEvent.EndpointPaused;
import dev.holdfast.notification.EndpointId;
import dev.holdfast.notification.PauseReason;
import dev.holdfast.notification.SealedSecret;
import dev.holdfast.notification.WebhookReply;
import dev.holdfast.notification.WebhookReply.Outcome;
import dev.holdfast.notification.WebhookTargets;
import dev.holdfast.notification.WebhookTypes;
import dev.holdfast.notification.port.Deliveries.NewDelivery;
import dev.holdfast.notification.port.EndpointVault;
import dev.holdfast.notification.port.InMemoryWebhooks;
import dev.holdfast.notification.port.WebhookBodies;
import dev.holdfast.notification.port.WebhookSender;
import dev.holdfast.notification.port.WebhookWatch;
import dev.holdfast.resource.VenueId;
import dev.holdfast.shared.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class WebhookDispatcherTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration CLAIM = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final InstantSource clock = () -> Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS));
  private final InMemoryWebhooks kept = new InMemoryWebhooks(clock);
  private final InMemoryEventLog log = new InMemoryEventLog();
  private final List<WebhookSender.Message> sent = new CopyOnWriteArrayList<>();
  private final Map<String, Function<WebhookSender.Message, Mono<WebhookReply>>> receivers =
      new ConcurrentHashMap<>();
  private final DeliveryPolicy policy =
      new DeliveryPolicy(Duration.ofSeconds(5), Duration.ofHours(6), DAY, DAY, 10);

  @BeforeEach
  void stopTheClock() {
    time = VirtualTimeScheduler.getOrSet();
  }

  @AfterEach
  void letTheClockGo() {
    VirtualTimeScheduler.reset();
  }

  /** Secrets that say what they are. */
  private static final class ReadableVault implements EndpointVault {
    @Override
    public String create() {
      return "whsec_new";
    }

    @Override
    public SealedSecret sealCurrent(EndpointId endpoint, String secret) {
      return new SealedSecret(secret);
    }

    @Override
    public String openCurrent(EndpointId endpoint, SealedSecret sealed) {
      return sealed.sealed();
    }

    @Override
    public SealedSecret sealPrevious(EndpointId endpoint, String secret) {
      return new SealedSecret(secret);
    }

    @Override
    public String openPrevious(EndpointId endpoint, SealedSecret sealed) {
      return sealed.sealed();
    }
  }

  private static final WebhookBodies BODIES =
      new WebhookBodies() {
        @Override
        public Mono<String> of(LoggedEvent event) {
          return Mono.just(event.type() + " " + event.version());
        }

        @Override
        public String ofTest(DeliverySubject test, @Nullable VenueId venueId, Instant at) {
          return "test";
        }
      };

  private Mono<WebhookReply> send(WebhookSender.Message message) {
    sent.add(message);
    return receivers
        .getOrDefault(message.target().host(), _ -> Mono.just(WebhookReply.answered(200)))
        .apply(message);
  }

  private WebhookDispatcher dispatcher(int perEndpoint, int well, int ailing) {
    return new WebhookDispatcher(
        Ids.next(),
        kept,
        log,
        new WebhookCourier(
            new WebhookTargets(false),
            new ReadableVault(),
            BODIES,
            this::send,
            clock,
            WebhookWatch.NOBODY),
        new EndpointPauser(kept, clock, WebhookWatch.NOBODY),
        policy,
        new WebhookDispatcher.Settings(POLL, CLAIM, perEndpoint, well, ailing),
        WebhookWatch.NOBODY);
  }

  private Disposable run() {
    var running = dispatcher(4, 64, 32).run().subscribe();
    pass(Duration.ofMillis(1));
    return running;
  }

  private void pass(Duration duration) {
    time.advanceTimeBy(duration);
  }

  private Endpoint at(String host) {
    var any = anEndpoint(null);
    var endpoint =
        new Endpoint(
            any.id(),
            null,
            "https://" + host + "/",
            any.types(),
            null,
            true,
            null,
            any.secrets(),
            1,
            any.createdAt(),
            any.updatedAt());
    return Objects.requireNonNull(kept.add(created(endpoint), ADMIN).block());
  }

  private DeliveryId happens(Endpoint endpoint, UUID aggregate) {
    var event = log.happens(aggregate);
    var delivery =
        new NewDelivery(
            DeliveryId.next(),
            endpoint.id(),
            null,
            new DeliverySubject(
                event.position().toString(), event.type(), aggregate, event.version()));
    kept.queue(List.of(delivery), policy.triedFor()).block();
    return delivery.id();
  }

  private DeliveryId happens(Endpoint endpoint) {
    return happens(endpoint, Ids.next());
  }

  private void answering(String host, int status) {
    receivers.put(host, _ -> Mono.just(WebhookReply.answered(status)));
  }

  /** As the real sender: it gives up after its time. */
  private void hanging(String host) {
    receivers.put(
        host, _ -> Mono.delay(TIMEOUT).thenReturn(WebhookReply.unanswered(Outcome.TIMED_OUT)));
  }

  private List<String> sentTo(String host) {
    return sent.stream()
        .filter(message -> message.target().host().equals(host))
        .map(WebhookSender.Message::body)
        .toList();
  }

  private Delivery find(DeliveryId id) {
    return Objects.requireNonNull(kept.find(id).block());
  }

  private Endpoint find(Endpoint endpoint) {
    return Objects.requireNonNull(kept.find(endpoint.id()).block());
  }

  @Test
  void whatIsDueIsSentAtTheNextLookAtTheLatest() {
    var endpoint = at("a.example");
    run();
    var delivery = happens(endpoint);
    pass(POLL);
    assertThat(sentTo("a.example")).hasSize(1);
    var found = find(delivery);
    assertThat(found.status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(found.attempts()).hasSize(1);
    assertThat(sent.getFirst().id()).isEqualTo(found.eventId());
    assertThat(sent.getFirst().secrets()).containsExactly("sealed");
  }

  @Test
  void whoWakesItNeedNotWait() {
    var endpoint = at("a.example");
    var dispatcher = dispatcher(4, 64, 32);
    dispatcher.run().subscribe();
    pass(Duration.ofMillis(1));
    happens(endpoint);
    dispatcher.wake();
    assertThat(sentTo("a.example")).hasSize(1);
  }

  @Test
  void ofOneAggregateEventsAreSentInOrderAndOneByOne() {
    var endpoint = at("a.example");
    var booking = Ids.next();
    answering("a.example", 500);
    run();
    happens(endpoint, booking);
    happens(endpoint, booking);
    happens(endpoint, booking);
    pass(POLL);
    assertThat(sentTo("a.example")).containsExactly("booking.created 1");
    answering("a.example", 200);
    pass(Duration.ofSeconds(7));
    assertThat(sentTo("a.example"))
        .containsExactly(
            "booking.created 1", "booking.created 1", "booking.confirmed 2", "booking.confirmed 3");
  }

  @Test
  void aRetryComesAfterFiveSecondsAndUnderTheSameId() {
    var endpoint = at("a.example");
    answering("a.example", 500);
    run();
    happens(endpoint);
    pass(POLL);
    pass(Duration.ofMillis(3_900));
    assertThat(sent).hasSize(1);
    pass(Duration.ofSeconds(3));
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).id()).isEqualTo(sent.get(0).id());
    assertThat(sent.get(1).at()).isAfter(sent.get(0).at());
  }

  @Test
  void oneThatHangsDoesNotDelayAnother() {
    var hanging = at("hangs.example");
    var other = at("a.example");
    hanging("hangs.example");
    run();
    for (var i = 0; i < 200; i++) {
      happens(hanging);
    }
    pass(POLL);
    assertThat(sentTo("hangs.example")).hasSize(4);
    happens(other);
    pass(POLL);
    assertThat(sentTo("a.example")).hasSize(1);
    assertThat(sentTo("hangs.example")).hasSize(4);
  }

  @Test
  void howeverManyHangOthersHaveRoomOnceThatIsKnown() {
    var other = at("a.example");
    hanging("hangs.example");
    for (var i = 0; i < 40; i++) {
      var hanging = at("hangs.example");
      happens(hanging);
      happens(hanging);
      happens(hanging);
    }
    dispatcher(2, 8, 4).run().subscribe();
    pass(Duration.ofMinutes(5)); // all of them are known to hang by then
    for (var second = 0; second < 20; second++) {
      happens(other);
      pass(POLL);
      assertThat(sentTo("a.example")).hasSize(second + 1);
    }
  }

  @Test
  void anEndpointThatFailsGetsOneAttemptAtATime() {
    var endpoint = at("a.example");
    hanging("a.example");
    run();
    for (var i = 0; i < 20; i++) {
      happens(endpoint);
    }
    pass(POLL);
    assertThat(sent).hasSize(4);
    pass(TIMEOUT);
    assertThat(sent).hasSize(5);
    pass(TIMEOUT);
    assertThat(sent).hasSize(6);
  }

  @Test
  void oneThatIsGoneIsPausedAtOnceAndGetsTheRestWhenItIsBack() {
    var endpoint = at("a.example");
    answering("a.example", 410);
    run();
    var delivery = happens(endpoint);
    pass(POLL);
    var paused = find(endpoint);
    assertThat(paused.isActive()).isFalse();
    assertThat(paused.pausedReason()).isEqualTo(PauseReason.GONE);
    assertThat(paused.version()).isEqualTo(2);
    assertThat(kept.diary().getLast()).isInstanceOf(EndpointPaused.class);
    assertThat(find(delivery).status()).isEqualTo(DeliveryStatus.PAUSED);
    pass(DAY);
    assertThat(sent).hasSize(1);

    answering("a.example", 200);
    kept.save(events(paused.change(active(true), clock.instant())).getFirst(), ADMIN).block();
    assertThat(find(endpoint).pausedReason()).isNull();
    new EndpointResumption(kept, policy, () -> {}).resume(endpoint.id()).block();
    pass(POLL);
    assertThat(find(delivery).status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void oneThatOnlyFailsForADayIsPaused() {
    var endpoint = at("a.example");
    answering("a.example", 503);
    run();
    var delivery = happens(endpoint);
    pass(Duration.ofHours(23));
    assertThat(find(endpoint).isActive()).isTrue();
    assertThat(sent.size()).isBetween(10, 20);
    pass(Duration.ofHours(2));
    assertThat(find(delivery).status()).isEqualTo(DeliveryStatus.FAILED);
    happens(endpoint);
    pass(Duration.ofMinutes(1));
    assertThat(find(endpoint).isActive()).isFalse();
    assertThat(find(endpoint).pausedReason()).isEqualTo(PauseReason.FAILING);
  }

  @Test
  void whatAKilledNodeWasSendingIsSentByAnother() {
    var endpoint = at("a.example");
    receivers.put("a.example", _ -> Mono.never());
    var delivery = happens(endpoint);
    kept.claim(Ids.next(), DeliveryLane.WELL, List.of(), 4, 64, CLAIM).block();
    answering("a.example", 200);
    run();
    pass(CLAIM.minusSeconds(1));
    assertThat(sent).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(find(delivery).status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void whatANodeWasSendingWhenItEndedIsSentByAnotherAtOnce() {
    var endpoint = at("a.example");
    receivers.put("a.example", _ -> Mono.never());
    var running = run();
    var delivery = happens(endpoint);
    pass(POLL);
    assertThat(sent).hasSize(1);
    running.dispose();
    answering("a.example", 200);
    run();
    pass(POLL);
    assertThat(find(delivery).status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void whereNothingMayBeSentIsNotDialled() {
    var any = anEndpoint(null);
    var endpoint =
        new Endpoint(
            any.id(),
            null,
            "http://127.0.0.1:8081/", // taken by a developer's server, whose data this is
            any.types(),
            null,
            true,
            null,
            any.secrets(),
            1,
            any.createdAt(),
            any.updatedAt());
    kept.add(created(endpoint), ADMIN).block();
    run();
    var delivery = happens(endpoint);
    pass(POLL);
    assertThat(sent).isEmpty();
    assertThat(find(delivery).attempts()).hasSize(1);
    assertThat(find(delivery).attempts().getFirst().responseStatus()).isNull();
  }

  @Test
  void aTestIsSentOnceAndKept() {
    var endpoint = at("a.example");
    answering("a.example", 500);
    run();
    var test = DeliveryId.next();
    var subject = new DeliverySubject(test.toString(), WebhookTypes.TEST, endpoint.id().value(), 1);
    kept.queue(List.of(new NewDelivery(test, endpoint.id(), null, subject)), DAY).block();
    pass(Duration.ofMinutes(5));
    assertThat(sentTo("a.example")).containsExactly("test");
    assertThat(find(test).status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(find(endpoint).isActive()).isTrue();
  }
}
