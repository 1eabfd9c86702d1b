package dev.holdfast.notification.port;

import static dev.holdfast.notification.NotificationFixtures.aNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notification.MailTemplate;
import dev.holdfast.notification.Notification;
import dev.holdfast.notification.Notification.Status;
import dev.holdfast.notification.port.Notifications.Changes;
import dev.holdfast.notification.port.Notifications.Claimed;
import dev.holdfast.notification.port.Notifications.New;
import dev.holdfast.notification.port.Notifications.Settlement;
import dev.holdfast.notification.port.Notifications.Settlement.Again;
import dev.holdfast.notification.port.Notifications.Settlement.Dropped;
import dev.holdfast.notification.port.Notifications.Settlement.Failed;
import dev.holdfast.notification.port.Notifications.Settlement.Released;
import dev.holdfast.notification.port.Notifications.Settlement.Sent;
import dev.holdfast.shared.Ids;
import dev.holdfast.shared.Page;
import dev.holdfast.shared.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What all {@link Notifications} keep. They may be shared: each test asks for its own. */
public interface NotificationsContract {
  Duration LONG = Duration.ofMinutes(5);
  Duration OVER_AT_ONCE = Duration.ZERO;
  int ALL = 10_000;

  Notifications notifications();

  private static <T> T now(Mono<T> answer) {
    return Objects.requireNonNull(answer.block());
  }

  private void keep(New... added) {
    notifications().record(new Changes(List.of(added), Map.of(), Set.of())).block();
  }

  /** What is given out of the bookings of this person. */
  private List<Claimed> claimed(UserId user, Duration length) {
    return now(notifications().claim(ALL, length)).stream()
        .filter(claimed -> claimed.notification().userId().equals(user))
        .toList();
  }

  private Claimed onlyOne(UserId user, Duration length) {
    var all = claimed(user, length);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private List<Notification> all(UserId user) {
    return now(notifications().all(user).collectList());
  }

  private List<Status> statuses(UserId user) {
    return all(user).stream().map(Notification::status).toList();
  }

  private boolean settle(Claimed claimed, Settlement settlement) {
    return now(notifications().settle(claimed, settlement));
  }

  @Test
  default void whatIsKeptIsWhatWasTold() {
    var user = UserId.next();
    var due = Instant.parse("2099-03-01T12:00:00.123456Z");
    var added = aNew(user, Ids.next(), 3, MailTemplate.REMINDER, due);
    var welcome =
        new New(Ids.next(), user, null, user.value(), 1, MailTemplate.WELCOME, "Welcome", null);
    keep(added, welcome);
    var kept = all(user);
    assertThat(kept)
        .extracting(Notification::id)
        .containsExactlyInAnyOrder(added.id(), welcome.id());
    var reminder = kept.stream().filter(it -> it.id().equals(added.id())).findFirst().orElseThrow();
    assertThat(reminder)
        .isEqualTo(
            new Notification(
                added.id(),
                user,
                added.venueId(),
                added.aggregateId(),
                3,
                MailTemplate.REMINDER,
                added.subject(),
                Status.PENDING,
                due,
                reminder.createdAt(),
                null));
    assertThat(kept.stream().filter(it -> it.venueId() == null))
        .singleElement()
        .satisfies(it -> assertThat(it.dueAt()).isEqualTo(it.createdAt()));
  }

  @Test
  default void theSameOnceMoreChangesNothing() {
    var user = UserId.next();
    var booking = Ids.next();
    keep(aNew(user, booking, 1, MailTemplate.CONFIRMED, null));
    settle(onlyOne(user, LONG), new Sent());
    keep(
        aNew(user, booking, 1, MailTemplate.CONFIRMED, null),
        aNew(user, booking, 1, MailTemplate.REMINDER, null));
    assertThat(statuses(user)).containsExactlyInAnyOrder(Status.SENT, Status.PENDING);
  }

  @Test
  default void whatIsClaimedIsGivenToNobodyElse() {
    var user = UserId.next();
    keep(aNew(user, Ids.next(), 1, MailTemplate.CONFIRMED, null));
    var claimed = onlyOne(user, LONG);
    assertThat(claimed.attempts()).isZero();
    assertThat(claimed(user, LONG)).isEmpty();
    assertThat(settle(claimed, new Sent())).isTrue();
    assertThat(claimed(user, LONG)).isEmpty();
    assertThat(all(user))
        .singleElement()
        .satisfies(it -> assertThat(it.sentAt()).isAfterOrEqualTo(it.createdAt()));
  }

  @Test
  default void manyWhoComeAtOnceGetEachMailOnce() {
    var user = UserId.next();
    for (var mails = 0; mails < 40; mails++) {
      keep(aNew(user, Ids.next(), 1, MailTemplate.CONFIRMED, null));
    }
    var given =
        now(
            Flux.range(0, 16)
                .flatMap(_ -> notifications().claim(ALL, LONG), 16)
                .concatMapIterable(found -> found)
                .filter(claimed -> claimed.notification().userId().equals(user))
                .map(claimed -> claimed.notification().id())
                .collectList());
    assertThat(given).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  default void noMoreAreGivenThanAreAskedFor() {
    var user = UserId.next();
    keep(
        aNew(user, Ids.next(), 1, MailTemplate.CONFIRMED, null),
        aNew(user, Ids.next(), 1, MailTemplate.CONFIRMED, null));
    assertThat(now(notifications().claim(1, OVER_AT_ONCE))).hasSize(1);
  }

  @Test
  default void aClaimThatHasLapsedIsTakenOverAndItsHolderSettlesNothing() {
    var user = UserId.next();
    keep(aNew(user, Ids.next(), 1, MailTemplate.CONFIRMED, null));
    var dead = onlyOne(user, OVER_AT_ONCE);
    var next = onlyOne(user, LONG);
    assertThat(next.claim()).isNotEqualTo(dead.claim());
    assertThat(settle(dead, new Failed())).isFalse();
    assertThat(settle(next, new Sent())).isTrue();
    assertThat(settle(next, new Failed())).isFalse();
    assertThat(statuses(user)).containsExactly(Status.SENT);
  }

  @Test
  default void whatIsNotDueIsNotGivenOut() {
    var user = UserId.next();
    keep(aNew(user, Ids.next(), 1, MailTemplate.REMINDER, Instant.parse("2099-01-01T00:00:00Z")));
    assertThat(claimed(user, LONG)).isEmpty();
  }

  @Test
  default void aLaterMailOfABookingWaitsForTheEarlierOne() {
    var user = UserId.next();
    var booking = Ids.next();
    keep(
        aNew(user, booking, 2, MailTemplate.RESCHEDULED, null),
        aNew(user, booking, 1, MailTemplate.CONFIRMED, null),
        aNew(user, booking, 1, MailTemplate.REMINDER, Instant.parse("2099-01-01T00:00:00Z")),
        aNew(user, booking, 3, MailTemplate.CANCELLED, null));
    for (var next :
        List.of(MailTemplate.CONFIRMED, MailTemplate.RESCHEDULED, MailTemplate.CANCELLED)) {
      var claimed = onlyOne(user, LONG);
      assertThat(claimed.notification().template()).isEqualTo(next);
      assertThat(claimed(user, LONG)).as("while " + next + " is under way").isEmpty();
      assertThat(settle(claimed, next == MailTemplate.CONFIRMED ? new Failed() : new Sent()))
          .isTrue();
    }
  }

  @Test
  default void whatIsPutOffIsDueLaterAndStillHoldsUpWhatFollows() {
    var user = UserId.next();
    var booking = Ids.next();
    keep(
        aNew(user, booking, 1, MailTemplate.CONFIRMED, null),
        aNew(user, booking, 2, MailTemplate.CANCELLED, null));
    assertThat(settle(onlyOne(user, LONG), new Again(Duration.ZERO))).isTrue();
    var again = onlyOne(user, LONG);
    assertThat(again.notification().template()).isEqualTo(MailTemplate.CONFIRMED);
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(settle(again, new Again(LONG))).isTrue();
    assertThat(claimed(user, LONG)).isEmpty();
    assertThat(statuses(user)).containsOnly(Status.PENDING);
  }

  @Test
  default void whatIsReleasedIsAsIfItHadNotBeenClaimed() {
    var user = UserId.next();
    keep(aNew(user, Ids.next(), 1, MailTemplate.CONFIRMED, null));
    assertThat(settle(onlyOne(user, LONG), new Released())).isTrue();
    assertThat(onlyOne(user, LONG).attempts()).isZero();
  }

  @Test
  default void remindersOfEarlierVersionsAreOutdatedAndNothingElse() {
    var user = UserId.next();
    var booking = Ids.next();
    var later = Instant.parse("2099-01-01T00:00:00Z");
    keep(
        aNew(user, booking, 1, MailTemplate.CONFIRMED, null),
        aNew(user, booking, 1, MailTemplate.REMINDER, later),
        aNew(user, Ids.next(), 1, MailTemplate.REMINDER, later));
    var moved = aNew(user, booking, 2, MailTemplate.REMINDER, later);
    var outdate = new Changes(List.of(moved), Map.of(booking, 2L), Set.of());
    notifications().record(outdate).block();
    notifications().record(outdate).block();
    assertThat(
            all(user).stream()
                .filter(it -> it.status() == Status.CANCELLED)
                .map(it -> List.of(it.aggregateId(), it.version(), it.template())))
        .containsExactly(List.of(booking, 1L, MailTemplate.REMINDER));
  }

  @Test
  default void whatWasDroppedStaysDropped() {
    var user = UserId.next();
    keep(aNew(user, Ids.next(), 1, MailTemplate.CONFIRMED, null));
    assertThat(settle(onlyOne(user, LONG), new Dropped())).isTrue();
    assertThat(claimed(user, LONG)).isEmpty();
    assertThat(statuses(user)).containsExactly(Status.CANCELLED);
  }

  @Test
  default void ofWhoIsForgottenNothingIsKept() {
    var user = UserId.next();
    var other = UserId.next();
    keep(
        aNew(user, Ids.next(), 1, MailTemplate.CONFIRMED, null),
        aNew(other, Ids.next(), 1, MailTemplate.CONFIRMED, null));
    var claimed = onlyOne(user, OVER_AT_ONCE);
    notifications().record(new Changes(List.of(), Map.of(), Set.of(user))).block();
    assertThat(all(user)).isEmpty();
    assertThat(settle(claimed, new Sent())).isFalse();
    assertThat(all(other)).hasSize(1);
  }

  @Test
  default void aPersonsListIsTheirsAloneAndRunsNewestFirst() {
    var user = UserId.next();
    var ids = new UUID[5];
    for (var index = 0; index < ids.length; index++) {
      var added =
          new New(
              Ids.at(1_000L + index),
              user,
              null,
              Ids.next(),
              1,
              MailTemplate.CONFIRMED,
              "No " + index,
              null);
      ids[ids.length - 1 - index] = added.id();
      keep(added);
    }
    keep(aNew(UserId.next(), Ids.next(), 1, MailTemplate.CONFIRMED, null));
    var first = now(notifications().list(user, new Page.Request(2, null)));
    var second = now(notifications().list(user, new Page.Request(3, first.after())));
    assertThat(
            Flux.concat(Flux.fromIterable(first.items()), Flux.fromIterable(second.items()))
                .map(Notification::id)
                .collectList()
                .block())
        .isEqualTo(Arrays.asList(ids));
    assertThat(second.after()).isNull();
    assertThat(all(user)).extracting(Notification::id).containsExactly(ids);
  }
}
