package dev.holdfast.notification.usecase;

import dev.holdfast.notification.MailPutOff;
import dev.holdfast.notification.MailRefused;
import dev.holdfast.notification.MailRetries;
import dev.holdfast.notification.port.MailWatch;
import dev.holdfast.notification.port.MailWatch.Outcome;
import dev.holdfast.notification.port.Mailer;
import dev.holdfast.notification.port.Notifications;
import dev.holdfast.notification.port.Notifications.Claimed;
import dev.holdfast.notification.port.Notifications.Settlement;
import dev.holdfast.notification.port.Notifications.Settlement.Again;
import dev.holdfast.notification.port.Notifications.Settlement.Dropped;
import dev.holdfast.notification.port.Notifications.Settlement.Failed;
import dev.holdfast.notification.port.Notifications.Settlement.Released;
import dev.holdfast.notification.port.Notifications.Settlement.Sent;
import dev.holdfast.shared.OutageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Sends the mails that are due, on every node at once: who claims a mail sends it, and when its
 * process dies over it another takes it up once the claim has lapsed. So each is sent at least
 * once, and twice only where a process died, or the database went away, between the mail server's
 * yes and our note of it.
 *
 * <p>While there is no mail server to talk to, mails wait as they are, for however long: an outage
 * says nothing about any of them. What counts against a mail is being put off itself; that is tried
 * again less and less often, and given up after a day.
 */
public final class SendMails {
  /**
   * @param batch how many mails are claimed at once
   * @param atOnce how many of them are sent at the same time
   * @param patience how long one of them may take
   * @param claim how long a dead process is waited for; longer than a batch can take
   * @param perSecond how many mails this node sends at most; what is above waits its turn
   * @param poll how often is looked while there is nothing to send
   * @param outageMax the longest pause while mails cannot be sent
   */
  public record Settings(
      int batch,
      int atOnce,
      Duration patience,
      Duration claim,
      int perSecond,
      Duration poll,
      Duration outageMax) {
    public static final Settings DEFAULT =
        new Settings(
            8,
            4,
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            50,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));
  }

  /** What was sent and cannot be noted would be sent again. */
  private static final Retry NOTING = Retry.backoff(3, Duration.ofMillis(500));

  private final Notifications notifications;
  private final ComposeMails compose;
  private final Mailer mailer;
  private final Settings settings;
  private final MailWatch watch;
  private final Sinks.Empty<Void> stopping = Sinks.empty();
  private volatile boolean isStopping;

  /** Rung when there is something new; a new one hangs there before each look. */
  private final AtomicReference<Sinks.Empty<Void>> bell = new AtomicReference<>(Sinks.empty());

  public SendMails(
      Notifications notifications,
      ComposeMails compose,
      Mailer mailer,
      Settings settings,
      MailWatch watch) {
    this.notifications = notifications;
    this.compose = compose;
    this.mailer = mailer;
    this.settings = settings;
    this.watch = watch;
  }

  /** There may be something to send. Does not wait. */
  public void wake() {
    bell.get().tryEmitEmpty();
  }

  /** Lets {@link #run} end, once the mails under way have been sent and noted. */
  public void stop() {
    isStopping = true;
    stopping.tryEmitEmpty();
  }

  /** Runs until it is stopped; subscribe once. It does not end or fail by itself. */
  public Mono<Void> run() {
    return new Shift().rounds();
  }

  /** What has become of a mail that was under way. */
  private enum Result {
    DONE,
    OUTAGE
  }

  private final class Shift {
    private Duration outage = Duration.ZERO;

    Mono<Void> rounds() {
      return Mono.defer(this::round).repeat(() -> !isStopping).then();
    }

    private Mono<Void> round() {
      var rung = Sinks.<Void>empty();
      bell.set(rung);
      return batch().onErrorResume(this::isAway).flatMap(results -> pause(results, rung));
    }

    private Mono<List<Result>> batch() {
      return notifications
          .claim(settings.batch(), settings.claim())
          .flatMapMany(Flux::fromIterable)
          .flatMapDelayError(SendMails.this::deliver, settings.atOnce(), 1)
          .collectList();
    }

    private Mono<List<Result>> isAway(Throwable failure) {
      watch.isHeldUp(failure);
      return Mono.just(List.of(Result.OUTAGE));
    }

    /** As fast as is allowed while there is work; else until there may be some. */
    private Mono<Void> pause(List<Result> results, Sinks.Empty<Void> rung) {
      if (results.contains(Result.OUTAGE)) {
        outage = longer();
        return until(Mono.delay(outage).then());
      }
      outage = Duration.ZERO;
      if (!results.isEmpty()) {
        return until(Mono.delay(share(results.size())).then());
      }
      return until(Mono.firstWithSignal(Mono.delay(settings.poll()).then(), rung.asMono()));
    }

    private Duration longer() {
      var next = outage.isZero() ? settings.poll() : outage.multipliedBy(2);
      return next.compareTo(settings.outageMax()) < 0 ? next : settings.outageMax();
    }

    private Duration share(int mails) {
      return Duration.ofSeconds(1).multipliedBy(mails).dividedBy(settings.perSecond());
    }

    private Mono<Void> until(Mono<Void> over) {
      return Mono.firstWithSignal(over, stopping.asMono());
    }
  }

  private Mono<Result> deliver(Claimed claimed) {
    return compose
        .mail(claimed.notification())
        .flatMap(mail -> mailer.send(mail).thenReturn(verdict(new Sent(), Outcome.SENT, "")))
        .defaultIfEmpty(verdict(new Dropped(), Outcome.DROPPED, ""))
        .timeout(settings.patience())
        .onErrorResume(failure -> Mono.just(verdict(claimed, failure)))
        .flatMap(verdict -> settle(claimed, verdict));
  }

  /**
   * @param code what there is to say about it
   */
  private record Verdict(Settlement settlement, Outcome outcome, String code, Result result) {}

  private static Verdict verdict(Settlement settlement, Outcome outcome, String code) {
    return new Verdict(settlement, outcome, code, Result.DONE);
  }

  private Verdict verdict(Claimed claimed, Throwable failure) {
    if (failure instanceof OutageException) {
      watch.isHeldUp(failure);
      return new Verdict(new Released(), Outcome.RETRIED, "", Result.OUTAGE);
    }
    var code = code(failure);
    if (failure instanceof MailRefused) {
      return verdict(new Failed(), Outcome.FAILED, code);
    }
    return MailRetries.after(claimed.attempts() + 1)
        .map(pause -> verdict(new Again(pause), Outcome.RETRIED, code))
        .orElseGet(() -> verdict(new Failed(), Outcome.FAILED, code));
  }

  // Messages may carry what a mail says or to whom; the kinds of failure do not.
  private static String code(Throwable failure) {
    return failure instanceof MailRefused || failure instanceof MailPutOff
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getName();
  }

  private Mono<Result> settle(Claimed claimed, Verdict verdict) {
    return notifications
        .settle(claimed, verdict.settlement())
        .retryWhen(NOTING)
        .doOnNext(settled -> tell(claimed, verdict, settled))
        .thenReturn(verdict.result());
  }

  private void tell(Claimed claimed, Verdict verdict, boolean settled) {
    if (settled && verdict.result() == Result.DONE) {
      watch.came(claimed.notification().template(), verdict.outcome(), verdict.code());
    }
  }
}
