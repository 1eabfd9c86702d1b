package dev.holdfast.app;

import dev.holdfast.adapter.postgres.DatabaseClock;
import dev.holdfast.adapter.security.OpenIdTokens;
import dev.holdfast.adapter.security.SigningKeys;
import dev.holdfast.adapter.web.user.ClosedAccounts;
import dev.holdfast.audit.usecase.NoteTaker;
import dev.holdfast.booking.port.Bookings;
import dev.holdfast.booking.usecase.BookingSweeper;
import dev.holdfast.feed.usecase.EventConsumer;
import dev.holdfast.feed.usecase.LiveFeed;
import dev.holdfast.notification.port.Deliveries;
import dev.holdfast.notification.usecase.WebhookDispatcher;
import dev.holdfast.user.port.Sessions;
import dev.holdfast.user.port.Users;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Owns everything that runs by itself: starts it when the server starts, and ends it before the web
 * server begins to stop, so that live streams are let go while requests under way are finished.
 */
@Component
final class Background implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
  private static final Duration CALIBRATE_EVERY = Duration.ofSeconds(5);
  private static final Duration KEEP_NOTES_EVERY = Duration.ofMillis(200);
  private static final Duration FORGET_KEYS_EVERY = Duration.ofMinutes(10);
  private static final Duration PURGE_DELIVERIES_EVERY = Duration.ofSeconds(10);
  private static final Duration PURGE_SESSIONS_EVERY = Duration.ofSeconds(10);

  /** For their owners to see, who may look into what became of them. */
  private static final Duration SESSIONS_KEPT = Duration.ofDays(30);

  private static final Duration ASK_FOR_CLOSED_EVERY = Duration.ofSeconds(30);
  private static final Duration REREAD_KEYS_EVERY = Duration.ofSeconds(10);
  private static final Duration REFRESH_KEYS_EVERY = Duration.ofSeconds(30);

  private final LiveFeed feed;
  private final List<EventConsumer> consumers;
  private final BookingSweeper sweeper;
  private final Bookings bookings;
  private final ClosedAccounts closed;
  private final Users users;
  private final Sessions sessions;
  private final NoteTaker notes;
  private final DatabaseClock clock;
  private final WebhookDispatcher webhooks;
  private final Deliveries deliveries;
  private final SigningKeys signingKeys;
  private final Optional<OpenIdTokens> outsideTokens;
  private final KeyRenewal renewal;
  private final Settings settings;
  private Disposable.Composite running = Disposables.composite();
  private boolean isRunning;

  Background(
      LiveFeed feed,
      List<EventConsumer> consumers,
      BookingSweeper sweeper,
      Bookings bookings,
      ClosedAccounts closed,
      Users users,
      Sessions sessions,
      NoteTaker notes,
      DatabaseClock clock,
      WebhookDispatcher webhooks,
      Deliveries deliveries,
      SigningKeys signingKeys,
      Optional<OpenIdTokens> outsideTokens,
      KeyRenewal renewal,
      Settings settings) {
    this.feed = feed;
    this.consumers = consumers;
    this.sweeper = sweeper;
    this.bookings = bookings;
    this.closed = closed;
    this.users = users;
    this.sessions = sessions;
    this.notes = notes;
    this.clock = clock;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.signingKeys = signingKeys;
    this.outsideTokens = outsideTokens;
    this.renewal = renewal;
    this.settings = settings;
  }

  @Override
  public void start() {
    running = Disposables.composite();
    run("live feed", feed.run());
    // The feed tells only what comes after its beginning, which it finds a moment from now.
    run("closed accounts", every(ASK_FOR_CLOSED_EVERY, () -> closed.ask(users, clock)));
    consumers.forEach(consumer -> run("consumer", consumer.run()));
    run("hold sweeper", every(SWEEP_EVERY, sweeper::expireHolds));
    run("completion sweeper", every(SWEEP_EVERY, sweeper::completeEnded));
    run("clock", every(CALIBRATE_EVERY, clock::calibrate));
    run("note keeper", every(KEEP_NOTES_EVERY, notes::keep));
    run("key purge", every(FORGET_KEYS_EVERY, bookings::forgetOldKeys));
    run(
        "session purge",
        every(PURGE_SESSIONS_EVERY, () -> sessions.purge(clock.instant().minus(SESSIONS_KEPT))));
    run("webhook dispatcher", webhooks.run());
    run(
        "delivery purge",
        every(PURGE_DELIVERIES_EVERY, () -> deliveries.purge(settings.webhooks().kept())));
    run("reader of signing keys", every(REREAD_KEYS_EVERY, signingKeys::reread));
    outsideTokens.ifPresent(
        tokens ->
            run("reader of the issuer's keys", every(REFRESH_KEYS_EVERY, tokens::refreshKeys)));
    run("renewal of keys", renewal.run());
    isRunning = true;
  }

  private void run(String name, Mono<Void> task) {
    running.add(task.subscribe(_ -> {}, failure -> LOG.error("the {} has ended", name, failure)));
  }

  /** At once and again and again, never two at a time; a failure is told and forgotten. */
  private static Mono<Void> every(Duration pause, Supplier<Publisher<?>> work) {
    return Flux.interval(Duration.ZERO, pause)
        .onBackpressureDrop()
        .concatMap(
            _ ->
                Flux.from(work.get())
                    .onErrorResume(
                        failure -> {
                          LOG.debug("will try again in {}: {}", pause, failure.toString());
                          return Flux.empty();
                        }),
            1)
        .then();
  }

  @Override
  public void stop() {
    feed.close();
    running.dispose();
    isRunning = false;
  }

  @Override
  public boolean isRunning() {
    return isRunning;
  }

  /** Above the web server's graceful end, hence stopped before it. */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE;
  }
}
