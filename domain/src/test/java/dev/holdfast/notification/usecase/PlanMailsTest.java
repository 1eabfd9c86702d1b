package dev.holdfast.notification.usecase;

import static dev.holdfast.booking.BookingFixtures.ANNA;
import static dev.holdfast.booking.BookingFixtures.HOUR;
import static dev.holdfast.booking.BookingFixtures.TEN;
import static dev.holdfast.booking.BookingFixtures.aBooking;
import static dev.holdfast.notification.NotificationFixtures.as;
import static dev.holdfast.notification.NotificationFixtures.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.booking.BookingFacts;
import dev.holdfast.booking.Status;
import dev.holdfast.shared.Ids;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class PlanMailsTest {
  private final MailWorld world = new MailWorld();
  private final BookingFacts firm = BookingFacts.of(aBooking().booking());
  private final BookingFacts later =
      on(firm, BookingFacts.of(aBooking().from(TEN.plus(HOUR)).booking()), 2);

  @Test
  void aBookingsLifeIsMadeIntoMailsOverOneBatchAsOverMany() {
    var events =
        List.of(
            world.happens("booking.created", firm),
            world.happens("booking.rescheduled", later),
            world.happens("booking.cancelled", as(later, Status.CANCELLED, 3)));
    events.forEach(world::handle);
    var expected =
        List.of(
            "confirmed 1 PENDING",
            "reminder 1 CANCELLED",
            "rescheduled 2 PENDING",
            "reminder 2 CANCELLED",
            "cancelled 3 PENDING");
    assertThat(world.kept()).isEqualTo(expected);
    world.plan.handle(events).block();
    assertThat(world.kept()).as("told again").isEqualTo(expected);

    var other = new MailWorld();
    other
        .plan
        .handle(
            List.of(
                other.happens("booking.created", firm),
                other.happens("booking.rescheduled", later),
                other.happens("booking.cancelled", as(later, Status.CANCELLED, 3))))
        .block();
    assertThat(other.kept()).isEqualTo(expected);
  }

  @Test
  void aNotificationSaysWhoWhatWhereAndWhenAndNothingPersonal() {
    world.handle(world.happens("booking.created", firm));
    var confirmed = world.notifications.everything().getFirst();
    assertThat(confirmed.userId()).isEqualTo(ANNA);
    assertThat(confirmed.aggregateId()).isEqualTo(firm.id());
    assertThat(MailWorld.present(confirmed.venueId()).value()).isEqualTo(firm.venueId());
    assertThat(confirmed.subject())
        .isEqualTo("Confirmed: Court 1 at Riverside Club, Mon 1 Mar 2027, 11:00");
  }

  @Test
  void whoeverSendsIsWokenWhenThereIsSomethingToSend() {
    var held = as(firm, Status.PENDING, 1);
    world.handle(world.happens("booking.created", held));
    assertThat(world.news).hasValue(0);
    world.handle(world.happens("booking.confirmed", as(firm, Status.CONFIRMED, 2)));
    assertThat(world.news).hasValue(1);
    assertThat(world.kept()).containsExactly("confirmed 2 PENDING", "reminder 2 PENDING");
  }

  @Test
  void whoSignsUpIsWelcomedOnce() {
    var user = Ids.next();
    var created = world.happens("user.created", user);
    world.handle(created);
    world.handle(created, world.happens("user.changed", user));
    assertThat(world.kept()).containsExactly("welcome 1 PENDING");
  }

  @Test
  void anOldLogIsNotMailedAgain() {
    var created = world.happens("booking.created", firm);
    var welcome = world.happens("user.created", Ids.next());
    world.pass(Duration.ofDays(1));
    world.handle(created, welcome);
    assertThat(world.kept()).containsExactly("reminder 1 PENDING");
  }

  @Test
  void ofWhoIsErasedNothingIsKept() {
    world.handle(world.happens("booking.created", firm));
    var user = Ids.next();
    world.handle(world.happens("user.created", user), world.happens("user.erased", ANNA.value()));
    assertThat(world.kept()).containsExactly("welcome 1 PENDING");
  }

  @Test
  void whatMakesNoSenseFailsAndIsNoOutage() {
    StepVerifier.create(world.plan.handle(List.of(world.makesNoSense(Ids.next()))))
        .verifyError(IllegalArgumentException.class);
  }
}
