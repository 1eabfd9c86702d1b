package dev.holdfast.notification.usecase;

import static dev.holdfast.notification.NotificationFixtures.aNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.feed.port.InMemoryEventLog;
import dev.holdfast.notification.Mail;
import dev.holdfast.notification.MailPutOff;
import dev.holdfast.notification.MailRefused;
import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.Notification.Status;
import dev.holdfast.notification.port.InMemoryNotifications;
import dev.holdfast.notification.port.MailWatch;
import dev.holdfast.notification.port.Notifications.Changes;
import dev.holdfast.notification.port.Notifications.New;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.OutageException;
import dev.holdfast.shared.Role;
import dev.holdfast.shared.UserId;
import dev.holdfast.user.usecase.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Sending, with a mail server that says what it is told to. All mails here are welcomes. */
class SendMailsTest {
  private static final SendMails.Settings SETTINGS = SendMails.Settings.DEFAULT;

  private VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final InstantSource clock = () -> Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS));
  private final InMemoryNotifications notifications = new InMemoryNotifications(clock);
  private final List<UUID> tried = new ArrayList<>();
  private final List<UUID> taken = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final AtomicInteger outages = new AtomicInteger();
  private Function<Mail, Mono<Void>> server = _ -> Mono.empty();

  private final MailWatch watch =
      new MailWatch() {
        @Override
        public void came(MailTemplate template, Outcome outcome, String code) {
          told.add(outcome + " " + code);
        }

        @Override
        public void isHeldUp(Throwable cause) {
          outages.incrementAndGet();
        }
      };

  @BeforeEach
  void stopTheClock() {
    time = VirtualTimeScheduler.getOrSet();
  }

  @AfterEach
  void letTheClockGo() {
    VirtualTimeScheduler.reset();
  }

  private void pass(Duration duration) {
    time.advanceTimeBy(duration);
  }

  private SendMails sender() {
    var world = new MailWorld();
    var compose =
        new ComposeMails(
            new InMemoryEventLog(),
            _ -> {
              throw new IllegalArgumentException();
            },
            world.catalogue,
            id -> Mono.just(person(id)),
            _ -> Mono.empty(),
            _ -> Mono.empty(),
            clock);
    return new SendMails(notifications, compose, this::send, SETTINGS, watch);
  }

  private Mono<Void> send(Mail mail) {
    return Mono.defer(
            () -> {
              tried.add(mail.id());
              return server.apply(mail);
            })
        .doOnSuccess(_ -> taken.add(mail.id()));
  }

  private static Profile person(UserId id) {
    var now = Instant.EPOCH;
    return new Profile(
        id.value(), "a@example.org", "A", "B", null, Role.USER, true, null, null, 1, now, now);
  }

  private SendMails running() {
    var sender = sender();
    sender.run().subscribe();
    pass(Duration.ofMillis(1));
    return sender;
  }

  private UUID toBeSent() {
    return toBeSent(Ids.next(), 1);
  }

  private UUID toBeSent(UUID aggregate, long version) {
    New added = aNew(UserId.next(), aggregate, version, MailTemplate.WELCOME, null);
    notifications.record(new Changes(List.of(added), Map.of(), Set.of())).block();
    return added.id();
  }

  private List<Status> statuses() {
    return notifications.everything().stream().map(it -> it.status()).toList();
  }

  @Test
  void whatIsThereIsSentAndSoIsWhatComes() {
    var first = toBeSent();
    running();
    assertThat(taken).containsExactly(first);
    var second = toBeSent();
    pass(SETTINGS.poll());
    assertThat(taken).containsExactly(first, second);
    assertThat(statuses()).containsOnly(Status.SENT);
    assertThat(told).containsExactly("SENT ", "SENT ");
  }

  @Test
  void whoeverIsWokenSendsAtOnce() {
    var sender = running();
    var mail = toBeSent();
    pass(Duration.ofMillis(1));
    assertThat(taken).isEmpty();
    sender.wake();
    assertThat(taken).containsExactly(mail);
  }

  @Test
  void mailsOfOneBookingGoOneAfterAnother() {
    var booking = Ids.next();
    var first = toBeSent(booking, 1);
    var second = toBeSent(booking, 2);
    server = mail -> mail.id().equals(first) && tried.size() == 1 ? later() : Mono.empty();
    running();
    assertThat(taken).isEmpty();
    pass(Duration.ofSeconds(9));
    assertThat(taken).isEmpty();
    pass(Duration.ofSeconds(4));
    assertThat(taken).containsExactly(first, second);
  }

  private static Mono<Void> noServer() {
    return Mono.error(() -> new OutageException("mail server", new IllegalStateException("down")));
  }

  private static Mono<Void> later() {
    return Mono.error(new MailPutOff("451"));
  }

  @Test
  void aRefusedMailIsGivenUpAtOnce() {
    toBeSent();
    server = _ -> Mono.error(new MailRefused("550"));
    running();
    pass(Duration.ofDays(2));
    assertThat(tried).hasSize(1);
    assertThat(statuses()).containsExactly(Status.FAILED);
    assertThat(told).containsExactly("FAILED 550");
  }

  @Test
  void aMailThatIsPutOffIsGivenUpAfterADay() {
    toBeSent();
    server = _ -> later();
    running();
    pass(Duration.ofHours(20));
    assertThat(statuses()).containsExactly(Status.PENDING);
    pass(Duration.ofHours(6));
    assertThat(statuses()).containsExactly(Status.FAILED);
    assertThat(tried).hasSize(12);
    assertThat(told).hasSize(12).startsWith("RETRIED 451").endsWith("FAILED 451");
  }

  @Test
  void aDefectCountsAgainstTheMailAndIsToldByItsKindOnly() {
    toBeSent();
    server = _ -> Mono.error(new IllegalStateException("to a@example.org"));
    running();
    assertThat(told).containsExactly("RETRIED java.lang.IllegalStateException");
  }

  @Test
  void aServerThatAnswersNeverIsNotWaitedForLongerThanTheClaim() {
    var mail = toBeSent();
    server = _ -> tried.size() == 1 ? Mono.never() : Mono.empty();
    running();
    pass(SETTINGS.patience().plusSeconds(11));
    assertThat(taken).containsExactly(mail);
    assertThat(told).containsExactly("RETRIED java.util.concurrent.TimeoutException", "SENT ");
  }

  @Test
  void aLongOutageLosesNothingAndCountsAgainstNothing() {
    for (var mails = 0; mails < 3 * SETTINGS.batch(); mails++) {
      toBeSent();
    }
    var isDown = new AtomicBoolean(true);
    server = _ -> isDown.get() ? noServer() : Mono.empty();
    running();
    pass(Duration.ofDays(3));
    assertThat(statuses()).containsOnly(Status.PENDING);
    assertThat(told).isEmpty();
    assertThat(outages.get()).isPositive();
    assertThat(tried.size())
        .as("it is not asked again and again")
        .isLessThan(SETTINGS.batch() * 3 * 24 * 60 * 3);
    isDown.set(false);
    pass(SETTINGS.outageMax().plusSeconds(2));
    assertThat(statuses()).containsOnly(Status.SENT);
  }

  @Test
  void duringAnOutageNobodyIsWokenOverAndOver() {
    toBeSent();
    server = _ -> noServer();
    var sender = running();
    for (var bookings = 0; bookings < 100; bookings++) {
      sender.wake();
    }
    assertThat(tried).hasSize(1);
  }

  @Test
  void withoutTheDatabaseItWaitsAndGoesOn() {
    notifications.away(true);
    running();
    pass(Duration.ofMinutes(5));
    assertThat(outages.get()).isPositive();
    notifications.away(false);
    var mail = toBeSent();
    pass(SETTINGS.outageMax());
    assertThat(taken).containsExactly(mail);
  }

  @Test
  void noMoreIsSentThanAllowed() {
    for (var mails = 0; mails < 3 * SETTINGS.perSecond(); mails++) {
      toBeSent();
    }
    running();
    pass(Duration.ofSeconds(1));
    assertThat(taken.size())
        .isBetween(
            SETTINGS.perSecond() - SETTINGS.batch(), SETTINGS.perSecond() + SETTINGS.batch());
    pass(Duration.ofSeconds(3));
    assertThat(taken).hasSize(3 * SETTINGS.perSecond());
  }

  @Test
  void whoIsStoppedFinishesWhatIsUnderWayAndTakesNothingNew() {
    var first = toBeSent();
    server = _ -> Mono.delay(Duration.ofSeconds(5)).then();
    var ended = new AtomicBoolean();
    var sender = sender();
    sender.run().doOnTerminate(() -> ended.set(true)).subscribe();
    pass(Duration.ofMillis(1));
    sender.stop();
    toBeSent();
    assertThat(ended).isFalse();
    pass(Duration.ofSeconds(5));
    assertThat(taken).containsExactly(first);
    assertThat(statuses()).containsExactly(Status.SENT, Status.PENDING);
    assertThat(ended).isTrue();
  }

  @Test
  void whoIsStoppedWhileWaitingEndsAtOnce() {
    var ended = new AtomicBoolean();
    var sender = sender();
    sender.run().doOnTerminate(() -> ended.set(true)).subscribe();
    pass(Duration.ofMillis(1));
    sender.stop();
    assertThat(ended).isTrue();
  }
}
