package dev.holdfast.adapter.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.shared.limit.LimitWatch;
import dev.holdfast.shared.limit.RateLimit;
import dev.holdfast.shared.limit.RateLimits;
import dev.holdfast.shared.limit.SharedQuotas;
import dev.holdfast.shared.limit.Standing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives out of shared quotas what it has leased of them in blocks (ADR 16). Most requests are
 * decided here without waiting; the next block is asked for before the last is used up. That a
 * quota is used up is known here too until its window ends, so a flood asks nobody.
 *
 * <p>A request that must wait does so for one question or two, and no longer than {@link
 * #PATIENCE}: then it is decided here, as a share of the quota allows that is so small that all
 * nodes together stay below it. When a question fails, nobody waits any more, and one request in
 * each {@link #PAUSE} asks again on the side. The same goes when too many questions are under way.
 *
 * <p>Callers are kept up to a number. One who is forgotten loses what was leased for them, and is
 * counted anew where this node decides alone.
 */
public final class LeasedLimits implements RateLimits {
  static final Duration PATIENCE = Duration.ofMillis(100);
  static final Duration PAUSE = Duration.ofMillis(250);

  private static final int CALLERS_MAX = 50_000;
  private static final int QUESTIONS_MAX = 256;

  private final SharedQuotas quotas;
  private final int nodes;
  private final LimitWatch watch;
  private final LongSupplier ticker;
  private final Cache<String, Lease> leases;
  private final AtomicInteger questions = new AtomicInteger();
  private final AtomicLong askAgain = new AtomicLong();
  private final AtomicBoolean isAlone = new AtomicBoolean();

  /**
   * @param nodes how many nodes there may be without their exceeding a quota while each is alone
   */
  public LeasedLimits(SharedQuotas quotas, int nodes, LimitWatch watch) {
    this(quotas, nodes, watch, System::nanoTime);
  }

  LeasedLimits(SharedQuotas quotas, int nodes, LimitWatch watch, LongSupplier ticker) {
    if (nodes < 1) {
      throw new IllegalArgumentException("there is one node at least, not " + nodes);
    }
    this.quotas = quotas;
    this.nodes = nodes;
    this.watch = watch;
    this.ticker = ticker;
    leases = Caffeine.newBuilder().maximumSize(CALLERS_MAX).executor(Runnable::run).build();
  }

  @Override
  public Mono<Standing> take(RateLimit limit, String key) {
    return Mono.defer(() -> decide(lease(limit, key)));
  }

  private Lease lease(RateLimit limit, String key) {
    return leases.get(name(limit, key), _ -> new Lease(limit, key, nodes, ticker.getAsLong()));
  }

  private static String name(RateLimit limit, String key) {
    return limit.name() + ' ' + key;
  }

  @Override
  public @Nullable Standing takeAtOnce(RateLimit limit, String key) {
    var lease = leases.getIfPresent(name(limit, key));
    if (lease == null) {
      return null;
    }
    var standing = known(lease, isAlone.get());
    return standing != null && standing.isAdmitted() ? decided(lease, standing) : null;
  }

  private @Nullable Standing known(Lease lease, boolean alone) {
    var now = ticker.getAsLong();
    return alone ? lease.takeAlone(now) : lease.take(now);
  }

  private Mono<Standing> decide(Lease lease) {
    var standing = known(lease, isAlone.get() || questions.get() > QUESTIONS_MAX);
    return standing != null
        ? Mono.just(decided(lease, standing))
        : asked(lease)
            .timeout(PATIENCE)
            .onErrorResume(TimeoutException.class, _ -> Mono.fromSupplier(() -> alone(lease)));
  }

  /** Asks until it can be decided; others who wait may have taken all of the first answer. */
  private Mono<Standing> asked(Lease lease) {
    lease.await();
    return Mono.fromFuture(ask(lease), true)
        .doOnTerminate(lease::awaited)
        .doOnCancel(lease::awaited)
        .then(
            Mono.defer(
                () -> {
                  var standing = known(lease, isAlone.get());
                  return standing != null ? Mono.just(decided(lease, standing)) : asked(lease);
                }));
  }

  private Standing alone(Lease lease) {
    return decided(lease, lease.takeAlone(ticker.getAsLong()));
  }

  private Standing decided(Lease lease, Standing standing) {
    watch.decided(standing);
    if (isAlone.get() ? isTimeToAsk() : lease.runsLow()) {
      var _ = ask(lease);
    }
    return standing;
  }

  private boolean isTimeToAsk() {
    var now = ticker.getAsLong();
    var due = askAgain.get();
    return now - due >= 0 && askAgain.compareAndSet(due, now + PAUSE.toNanos());
  }

  /** Asks the shared quota, unless that is under way; completes when there is an answer or none. */
  private CompletableFuture<Void> ask(Lease lease) {
    var question = new CompletableFuture<Void>();
    var underWay = lease.ask(question);
    if (underWay != null) {
      return underWay;
    }
    questions.incrementAndGet();
    var _ =
        quotas
            .take(lease.limit(), lease.key(), lease.wish())
            .doOnNext(portion -> lease.answered(ticker.getAsLong(), portion))
            .doOnSuccess(_ -> goTogether())
            .doOnError(this::goAlone)
            .onErrorComplete()
            .doFinally(
                _ -> {
                  questions.decrementAndGet();
                  lease.asked();
                  question.complete(null);
                })
            .toFuture();
    return question;
  }

  private void goAlone(Throwable cause) {
    askAgain.set(ticker.getAsLong() + PAUSE.toNanos());
    if (isAlone.compareAndSet(false, true)) {
      watch.isAlone(cause);
    }
  }

  private void goTogether() {
    if (isAlone.compareAndSet(true, false)) {
      watch.isTogether();
    }
  }
}
